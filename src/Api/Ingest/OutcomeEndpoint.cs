using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bodies;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Common;
using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest;

/// <summary>Where an external gateway reports how a transaction ended.</summary>
internal static class OutcomeEndpoint
{
    private static readonly string[] Differs = ["differs from the stored end"];
    private static readonly string[] TooEarly = ["lies a second or more before the time at which the transaction was made"];

    public static void MapOutcome(this IEndpointRouteBuilder transactions) =>
        transactions.MapPost("/{id}/outcome", ReportAsync).WithName("PostOutcome")
            .WithSummary("Reports how a transaction ended, with Processing:Mode=External; 200 once it is stored durably")
            .Accepts<OutcomeBody>("application/json").Produces<TransactionDto>().RefusesBodies()
            .Refuses(
                Refusals.Invalid, Refusals.UnknownTransaction, Refusals.OutcomesDisabled, Refusals.DecisionNotStored, Refusals.StoreAway)
            .RefusesWith(Refusals.OutcomeDiffers, ("transaction", typeof(TransactionDto)))
            .WithMetadata(new RequestSizeLimitAttribute(64 * 1024)).RequireAuthorization(Policies.Feed);

    private static async Task<IResult> ReportAsync(
        HttpContext context, string id, JsonBody<OutcomeBody> body, StoredDecisions decisions, IOptions<IngestOptions> options,
        CancellationToken cancellationToken)
    {
        if (!TransactionId.TryParse(id, out var parsed)) return Refusals.UnknownTransaction.With();
        var report = new ReportOutcome(parsed, body.Value.Status, body.Value.CompletedAt, body.Value.FailureReason)
        {
            Sources = context.User.Sources(),
        };
        return await decisions.AnswerAsync(report, options.Value.Patience * 2, Answer, cancellationToken);
    }

    private static IResult Answer(ReportedOutcome reported) => reported.Verdict switch
    {
        Verdict.Done => TypedResults.Ok(reported.Transaction!.ToDto()),
        Verdict.Unknown => Refusals.UnknownTransaction.With(),
        Verdict.Conflict => Refusals.OutcomeDiffers.With(
            ("transaction", reported.Transaction!.ToDto()), ("errors", reported.Differences.ToDictionary(d => d, _ => Differs))),
        Verdict.Invalid => Refusals.InvalidFields(reported.Differences.ToDictionary(d => d, _ => TooEarly)),
        Verdict.Disabled => Refusals.OutcomesDisabled.With(),
        _ => Refusals.DecisionNotStored.With(),
    };

    /// <summary>The body of a report.</summary>
    internal sealed record OutcomeBody(TransactionStatus? Status, DateTimeOffset? CompletedAt, string? FailureReason);
}
