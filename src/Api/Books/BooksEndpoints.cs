using Dashboard.Application.Books;
using MediatR;

namespace Dashboard.Api.Books;

internal static class BooksEndpoints
{
    public static void MapBooks(this IEndpointRouteBuilder api) =>
        api.MapGet("/reconciliation", (IMediator mediator, CancellationToken cancellationToken) => mediator.Send(new Reconcile(), cancellationToken))
            .WithTags("Books").WithName("GetReconciliation")
            .WithSummary("Recounts this run in the store and says whether the books balance, and which ids are missing if not");
}
