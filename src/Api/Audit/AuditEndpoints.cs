using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Audit;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", ListAsync).WithTags("Audit").WithName("ListAudit").RequireAuthorization(Policies.Audit)
            .WithSummary("Who did what, newest first, page by page; that it was read is an entry as well")
            .Refuses(Refusals.Invalid, Refusals.StoreAway).WithQuery(AuditQuery.Parameters).WithReadSlot();

    private static Task<Results<Ok<AuditPage>, RefusalResult>> ListAsync(
        HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new AuditQuery(context.Request.Query);
        return query.AnswerAsync(query.Read(context.Actor()), mediator, cancellationToken);
    }
}
