using Dashboard.Api.Common;
using Dashboard.Application.Alerts;
using Dashboard.Application.Storage;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.Alerts;

internal static class AlertEndpoints
{
    // How long a decision may wait for its commit.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/alerts").WithTags("Alerts");
        group.MapGet("/", ListAsync).WithName("ListAlerts").WithSummary("Alerts of all runs, newest first, page by page")
            .ProducesValidationProblem().WithQuery(AlertQuery.Parameters);
        group.MapDecision("/{id}/acknowledge", id => new AcknowledgeAlert(id)).WithName("AcknowledgeAlert")
            .WithSummary("Says that somebody has seen an alert; 200 once it is stored durably, and again when asked again");
        group.MapDecision("/{id}/resolve", id => new ResolveAlert(id)).WithName("ResolveAlert")
            .WithSummary("Ends an alert; 200 once it is stored durably, and again when asked again");
    }

    private static RouteHandlerBuilder MapDecision(
        this IEndpointRouteBuilder group, string pattern, Func<TransactionId, IRequest<DecidedAlert>> request) =>
        group.MapPost(pattern, (string id, HttpContext context, IMediator mediator, TimeProvider clock) =>
                DecideAsync(id, request, context, mediator, clock))
            .Produces<AlertDto>().ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<AlertPage>, ProblemHttpResult>> ListAsync(
        HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new AlertQuery(request.Query);
        var list = query.Read();
        if (query.Errors.Count > 0) return TypedResults.Problem(Problems.Invalid(query.Errors));
        return TypedResults.Ok(await mediator.Send(list, cancellationToken));
    }

    private static async Task<IResult> DecideAsync(
        string id, Func<TransactionId, IRequest<DecidedAlert>> request, HttpContext context, IMediator mediator, TimeProvider clock)
    {
        if (!TransactionId.TryParse(id, out var parsed)) return TypedResults.NotFound();
        try
        {
            var decision = mediator.Send(request(parsed), context.RequestAborted);
            return Answer(context, await decision.WaitAsync(Patience, clock, context.RequestAborted));
        }
        catch (Exception exception) when (exception is TimeoutException or StoreClosedException)
        {
            // It may yet be stored; asked again, the answer is the same.
            return NotNow(context);
        }
    }

    private static IResult Answer(HttpContext context, DecidedAlert decided) => decided.Verdict switch
    {
        AlertVerdict.Kept => TypedResults.Ok(decided.Alert),
        AlertVerdict.Unknown => TypedResults.NotFound(),
        AlertVerdict.Impossible => TypedResults.Problem(new ProblemDetails
        {
            Status = StatusCodes.Status409Conflict,
            Title = "The alert is resolved.",
            Detail = "The alert is resolved already and cannot be acknowledged any more.",
            Extensions = { ["alert"] = decided.Alert },
        }),
        _ => NotNow(context),
    };

    private static ProblemHttpResult NotNow(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Problem(new ProblemDetails
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Title = "The store does not take the decision at the moment. Ask again later.",
        });
    }
}
