using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Explain;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Monitors;

internal static class MonitorEndpoints
{
    public static void MapMonitors(this IEndpointRouteBuilder api)
    {
        api.MapGet("/incidents", (IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Send(new ListIncidents(), cancellationToken))
            .WithTags("Monitors").WithName("ListIncidents").RequireAuthorization(Policies.See)
            .WithSummary("What is unusual at this moment, and what was since the start of the program, with what explains it");
        api.MapGet("/status", (IMediator mediator, CancellationToken cancellationToken) => mediator.Send(new GetStatus(), cancellationToken))
            .WithTags("Monitors").WithName("GetStatus").RequireAuthorization(Policies.See)
            .WithSummary("Whether anything is wrong at this moment: the worst in one sentence, and how many more there are");
        api.MapGet("/explain", ExplainAsync).WithTags("Monitors").WithName("ExplainChange").RequireAuthorization(Policies.See)
            .WithSummary("What explains a change of the failures in a span of time, against a span before it; from memory")
            .Refuses(Refusals.Invalid).WithQuery(ExplainQuery.Parameters).WithReadSlot();
    }

    private static Task<Results<Ok<ExplainReport>, RefusalResult>> ExplainAsync(
        HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new ExplainQuery(request.Query);
        return query.AnswerAsync(query.Read(), mediator, cancellationToken);
    }
}
