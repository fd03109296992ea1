using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Alerts;
using Dashboard.Application.Common;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Alerts;

internal static class AlertEndpoints
{
    // How long a caller waits for the commit.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/alerts").WithTags("Alerts");
        group.MapGet("/", ListAsync).WithName("ListAlerts").WithSummary("Alerts of all runs, newest first, page by page")
            .Refuses(Refusals.Invalid, Refusals.StoreAway).WithQuery(AlertQuery.Parameters).WithReadSlot()
            .RequireAuthorization(Policies.See);
        group.MapGet("/{id}/history", HistoryAsync).WithName("GetAlertHistory")
            .WithSummary("Who decided what on an alert, newest first, from the audit trail")
            .Refuses(Refusals.Invalid, Refusals.UnknownAlert, Refusals.StoreAway).WithQuery(AlertDecisionQuery.Parameters).WithReadSlot()
            .RequireAuthorization(Policies.See);
        group.MapDecision("/{id}/acknowledge", (id, by) => new AcknowledgeAlert(id, by)).WithName("AcknowledgeAlert")
            .WithSummary("Marks an alert as seen; 200 once it is stored durably, and the same when it is sent again")
            .RefusesWith(Refusals.AlertResolved, ("alert", typeof(AlertDto)));
        group.MapDecision("/{id}/resolve", (id, by) => new ResolveAlert(id, by)).WithName("ResolveAlert")
            .WithSummary("Ends an alert; 200 once it is stored durably, and the same when it is sent again");
        group.MapDecision("/{id}/reopen", (id, by) => new ReopenAlert(id, by), Refusals.AlertNotReopened).WithName("ReopenAlert")
            .WithSummary("Takes back that an alert was resolved; 200 once it is stored durably, and the same when it is sent again")
            .RefusesWith(Refusals.AlertNotReopened, ("alert", typeof(AlertDto)));
    }

    private static RouteHandlerBuilder MapDecision(
        this IEndpointRouteBuilder group, string pattern, Func<AlertId, Actor, IRequest<DecidedAlert>> request,
        Refusal? conflict = null) =>
        group.MapPost(pattern, (HttpContext context, string id, StoredDecisions decisions, CancellationToken cancellationToken) =>
            AlertId.TryParse(id, out var parsed)
                ? decisions.AnswerAsync(
                    request(parsed, context.Actor()), Patience, decided => Answer(decided, conflict ?? Refusals.AlertResolved),
                    cancellationToken)
                : Task.FromResult<IResult>(Refusals.UnknownAlert.With()))
            .Produces<AlertDto>().Refuses(Refusals.UnknownAlert, Refusals.DecisionNotStored, Refusals.StoreAway)
            .RequireAuthorization(Policies.Decide);

    private static Task<Results<Ok<AlertPage>, RefusalResult>> ListAsync(
        HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new AlertQuery(request.Query);
        return query.AnswerAsync(query.Read(), mediator, cancellationToken);
    }

    private static async Task<Results<Ok<AlertDecisionPage>, RefusalResult>> HistoryAsync(
        HttpRequest request, string id, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!AlertId.TryParse(id, out var parsed)) return Refusals.UnknownAlert.With();
        var query = new AlertDecisionQuery(request.Query);
        var wanted = query.Read(parsed);
        if (query.Refused is { } refused) return refused;
        return await mediator.Send(wanted, cancellationToken) is { } page ? TypedResults.Ok(page) : Refusals.UnknownAlert.With();
    }

    private static IResult Answer(DecidedAlert decided, Refusal conflict) => decided.Verdict switch
    {
        Verdict.Done => TypedResults.Ok(decided.Alert),
        Verdict.Unknown => Refusals.UnknownAlert.With(),
        Verdict.Conflict => conflict.With(("alert", decided.Alert)),
        _ => Refusals.DecisionNotStored.With(),
    };
}
