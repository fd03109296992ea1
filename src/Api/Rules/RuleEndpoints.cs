using System.Text.Json.Nodes;
using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bodies;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Lab.Reports;
using Dashboard.Application.Rules.Language;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Rules;

internal static class RuleEndpoints
{
    // A text of 2,000 characters in JSON, or its form.
    private const int MaxBodyBytes = 128 * 1024;

    public static void MapRules(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/rules").WithTags("Rules").RequireAuthorization(Policies.Rules);
        group.MapPost("/check", CheckAsync).WithName("CheckRule")
            .WithSummary("Reads a rule: its standard form, its form of conditions and a sentence, or its errors with their positions")
            .Accepts<CheckBody>("application/json").RefusesBodies().Refuses(Refusals.Invalid, Refusals.InvalidRule)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes));
        group.MapPost("/try", TryAsync).WithName("TryRule")
            .WithSummary("What a rule would have done to stored payments; changes nothing, and ends when the caller hangs up")
            .Accepts<TryBody>("application/json").RefusesBodies().Refuses(Refusals.Invalid, Refusals.InvalidRule).WithTrySlot()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes));
        group.MapPost("/explain", ExplainAsync).WithName("ExplainRule")
            .WithSummary("What each part of a rule says of one payment, with the values as of then")
            .Accepts<ExplainBody>("application/json").RefusesBodies()
            .Refuses(Refusals.Invalid, Refusals.InvalidRule, Refusals.UnknownTransaction).WithTrySlot()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes));
        group.MapPost("/verify", VerifyAsync).WithName("VerifyRules")
            .WithSummary("Recounts stored decisions from the stored payments, and says how many differ; changes nothing")
            .Accepts<VerifyBody>("application/json").RefusesBodies().Refuses(Refusals.Invalid).WithTrySlot()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes));
    }

    private static async Task<Ok<RuleVerification>> VerifyAsync(
        JsonBody<VerifyBody> body, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new VerifyRules(body.Value.From, body.Value.To), cancellationToken));

    private static async Task<Results<Ok<CheckedRule>, RefusalResult>> CheckAsync(
        JsonBody<CheckBody> body, IMediator mediator, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new CheckRule(body.Value.Expression, body.Value.Form), cancellationToken));

    private static async Task<Results<Ok<TryReport>, RefusalResult>> TryAsync(
        JsonBody<TryBody> body, IMediator mediator, CancellationToken cancellationToken)
    {
        var wanted = new TryRule(
            body.Value.Expression, body.Value.From, body.Value.To, body.Value.Sweep ?? false, body.Value.SweepNumber,
            body.Value.Limit ?? TryRule.DefaultLimit, body.Value.Against);
        return Answer(await mediator.Send(wanted, cancellationToken));
    }

    private static async Task<Results<Ok<RuleExplanation>, RefusalResult>> ExplainAsync(
        JsonBody<ExplainBody> body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (body.Value.TransactionId is null)
            return Refusals.InvalidFields(new Dictionary<string, string[]> { ["transactionId"] = ["is required"] });
        return TransactionId.TryParse(body.Value.TransactionId, out var id)
            && await mediator.Send(new ExplainRule(body.Value.Expression, id), cancellationToken) is { } answer
                ? Answer(answer)
                : Refusals.UnknownTransaction.With();
    }

    private static Results<Ok<T>, RefusalResult> Answer<T>(RuleAnswer<T> answer)
        where T : class
    {
        if (answer.Answer is { } found) return TypedResults.Ok(found);
        return Refusals.InvalidRule.With(("errors", new Dictionary<string, IReadOnlyList<RuleError>> { ["expression"] = answer.Errors }));
    }

    /// <summary>The text of a rule, or its form of conditions.</summary>
    internal sealed record CheckBody(string? Expression, JsonObject? Form);

    /// <param name="From">Received at this time or later; absent for the first payment.</param>
    /// <param name="To">Received before this time; absent for now.</param>
    /// <param name="Sweep">With the curve of one number of the rule.</param>
    /// <param name="SweepNumber">Which number, from 1; absent for the only one.</param>
    /// <param name="Limit">Matches to show; 20 if absent.</param>
    /// <param name="Against">A rule to compare with.</param>
    internal sealed record TryBody(
        string? Expression, DateTimeOffset? From, DateTimeOffset? To, bool? Sweep, int? SweepNumber, int? Limit, string? Against);

    /// <param name="From">Received at this time or later; absent for the first payment.</param>
    /// <param name="To">Received before this time; absent for now.</param>
    internal sealed record VerifyBody(DateTimeOffset? From, DateTimeOffset? To);

    internal sealed record ExplainBody(string? Expression, string? TransactionId);
}
