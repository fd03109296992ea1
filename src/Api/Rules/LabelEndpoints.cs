using System.Text;
using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bodies;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Labels;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Rules;

/// <summary>What rules decided, what transactions turned out to be, and so how right the rules were.</summary>
internal static class LabelEndpoints
{
    public const string Csv = "text/csv";

    private const int MaxLabelBytes = 16 * 1024;
    private const int MaxFileBytes = 16 * 1024 * 1024;

    public static void MapLabels(this IEndpointRouteBuilder api)
    {
        api.MapGet("/rules/figures", (IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Send(new GetRuleFigures(), cancellationToken))
            .WithTags("Rules").WithName("GetRuleFigures")
            .WithSummary("What the versions in use matched, what that costs, and how right they were by the labels")
            .Refuses(Refusals.StoreAway).WithReadSlot().RequireAuthorization(Policies.See);
        api.MapGet("/transactions/{id}/decisions", DecisionsAsync).WithTags("Rules").WithName("GetDecisions")
            .WithSummary("What every version of a rule that matched a transaction decided, with the values it saw")
            .Refuses(Refusals.UnknownTransaction, Refusals.StoreAway).RequireAuthorization(Policies.See);
        api.MapPut("/transactions/{id}/label", LabelAsync).WithTags("Rules").WithName("PutLabel")
            .WithSummary("Says what a transaction turned out to be; in place of an earlier label")
            .Accepts<LabelBody>("application/json").RefusesBodies()
            .Refuses(Refusals.Invalid, Refusals.UnknownTransaction, Refusals.StoreAway)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxLabelBytes)).RequireAuthorization(Policies.Decide);
        api.MapPost("/labels", ImportAsync).WithTags("Rules").WithName("PostLabels")
            .WithSummary("Labels the transactions of a CSV file of chargebacks, by id or by reference")
            .TakesBytes(Csv, LineContent.Csv).Produces<LabelImport>().Refuses(Refusals.Invalid, Refusals.StoreAway)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxFileBytes)).RequireAuthorization(Policies.Decide);
    }

    private static async Task<Results<Ok<DecisionList>, RefusalResult>> DecisionsAsync(
        string id, IDecisionHistory history, CancellationToken cancellationToken) =>
        TransactionId.TryParse(id, out var parsed)
            ? TypedResults.Ok(new DecisionList([.. (await history.OfAsync(parsed, cancellationToken)).Select(DecisionDto.Of)]))
            : Refusals.UnknownTransaction.With();

    private static async Task<Results<Ok<LabelDto>, RefusalResult>> LabelAsync(
        HttpContext context, string id, JsonBody<LabelBody> body, IMediator mediator, CancellationToken cancellationToken) =>
        TransactionId.TryParse(id, out var parsed) && await mediator.Send(
            new LabelTransaction(parsed, body.Value.Label, body.Value.Note, context.Author(body.Value.By)), cancellationToken) is { } label
                ? TypedResults.Ok(label)
                : Refusals.UnknownTransaction.With();

    private static async Task<Ok<LabelImport>> ImportAsync(HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var csv = await reader.ReadToEndAsync(cancellationToken);
        return TypedResults.Ok(await mediator.Send(new ImportLabels(csv, context.Author(by: null)), cancellationToken));
    }

    /// <param name="Note">What the label rests on.</param>
    /// <param name="By">The name of a caller who has not signed in.</param>
    internal sealed record LabelBody(FraudLabel? Label, string? Note, string? By);
}
