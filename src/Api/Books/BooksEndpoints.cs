using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Books;
using MediatR;

namespace Dashboard.Api.Books;

internal static class BooksEndpoints
{
    public static void MapBooks(this IEndpointRouteBuilder api) =>
        api.MapGet("/reconciliation", (IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Send(new Reconcile(), cancellationToken))
            .WithTags("Books").WithName("GetReconciliation")
            .WithSummary("Counts this run in the store and says whether the books balance; if they do not, it names the missing ids")
            .Refuses(Refusals.StoreAway).WithReadSlot(slots => slots.ReconcileAsync)
            .RequireAuthorization(Policies.See);
}
