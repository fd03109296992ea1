using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest;

/// <summary>Where an external gateway reports how a transaction ended.</summary>
internal static class OutcomeEndpoint
{
    private static readonly string[] Differs = ["differs from how it ended, or lies before its beginning"];

    public static void MapOutcome(this IEndpointRouteBuilder transactions) =>
        transactions.MapPost("/{id}/outcome", ReportAsync).WithName("PostOutcome")
            .WithSummary("Reports how a transaction ended, with Processing:Mode=External; 200 once it is stored durably")
            .Produces<TransactionDto>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(new RequestSizeLimitAttribute(64 * 1024));

    private static async Task<IResult> ReportAsync(
        string id, OutcomeBody body, HttpContext context, IMediator mediator, IHostApplicationLifetime lifetime, IOptions<IngestOptions> options,
        TimeProvider clock)
    {
        if (!TransactionId.TryParse(id, out var parsed)) return TypedResults.NotFound();
        if (lifetime.ApplicationStopping.IsCancellationRequested) return NotNow(context);
        try
        {
            var report = mediator.Send(new ReportOutcome(parsed, body.Status, body.CompletedAt, body.FailureReason), context.RequestAborted);
            return Answer(context, await report.WaitAsync(options.Value.Patience * 2, clock, context.RequestAborted));
        }
        catch (Exception exception) when (exception is TimeoutException or Application.Storage.StoreClosedException)
        {
            // It may yet be stored; the same report gets the answer then.
            return NotNow(context);
        }
    }

    private static IResult Answer(HttpContext context, ReportedOutcome reported) => reported.Verdict switch
    {
        ReportVerdict.Kept => TypedResults.Ok(reported.Transaction!.ToDto()),
        ReportVerdict.Unknown => TypedResults.NotFound(),
        ReportVerdict.Conflict => TypedResults.Problem(new ProblemDetails
        {
            Status = StatusCodes.Status409Conflict,
            Title = "The transaction cannot end so.",
            Extensions =
            {
                ["transaction"] = reported.Transaction!.ToDto(),
                ["errors"] = reported.Differences.ToDictionary(d => d, _ => Differs),
            },
        }),
        ReportVerdict.NotExternal => TypedResults.Problem(new ProblemDetails
        {
            Status = StatusCodes.Status409Conflict,
            Title = "The simulated gateway decides how transactions end; outcomes are reported with Processing:Mode=External.",
        }),
        _ => NotNow(context),
    };

    private static ProblemHttpResult NotNow(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Problem(new ProblemDetails
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Title = "The outcome cannot be kept at the moment. Report it again later.",
        });
    }

    /// <summary>What a report says.</summary>
    internal sealed record OutcomeBody(TransactionStatus? Status, DateTimeOffset? CompletedAt, string? FailureReason);
}
