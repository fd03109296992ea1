using System.Text.Json;
using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bodies;
using Dashboard.Api.Common.Description;
using Dashboard.Api.Ingest.Streams;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Ingest;

internal static class IngestEndpoints
{
    private const long MaxSingleBytes = 64 * 1024;
    internal const long MaxBatchBytes = 16 * 1024 * 1024;

    public static void MapIngest(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/transactions").WithTags("Ingest").RejectUnreadable().RequireAuthorization(Policies.Feed);
        group.MapPost("/", SingleAsync).WithName("PostTransaction")
            .WithSummary("Takes one transaction; 202 once it is stored durably")
            .Accepts<NewTransaction>("application/json").Produces<TransactionTaken>(StatusCodes.Status202Accepted)
            .WithKey(Transaction.MaxReferenceLength)
            .AnswersHeader(StatusCodes.Status202Accepted, HeaderNames.Location, "Path of the transaction.")
            .Refuses(Refusals.Invalid, Refusals.IngestBusy, Refusals.IngestStoreAway).RefusesBodies()
            .RefusesWith(Refusals.ReferenceTaken, ("id", typeof(string)))
            .WithRequestSizeLimit(MaxSingleBytes);
        group.MapPost("/batch", BatchAsync).WithName("PostTransactionBatch")
            .WithSummary($"Takes an array of up to {IngestTransactions.MaxItems} transactions, with an answer per item")
            .Accepts<NewTransaction[]>("application/json").Produces<BatchAnswer>()
            .WithKey(CallKey.MaxLengthOfMany).TakesItems(IngestTransactions.MaxItems)
            .Refuses(
                Refusals.Invalid, Refusals.BodyTooSlow, Refusals.IngestBusy, Refusals.IngestSlotsTaken, Refusals.BodiesBusy,
                Refusals.IngestStoreAway)
            .RefusesBodies()
            .WithRequestSizeLimit(MaxBatchBytes).WithTimeout(o => o.BatchTimeout).WithWholeBody().WithSlots(o => o.MaxConcurrentBatches);
        group.MapPost("/stream", StreamAsync).WithName("PostTransactionStream")
            .WithSummary("Takes one JSON object per line, any number, and answers line by line while it reads")
            .WithQuery(StreamQuery.Parameters).WithKey(CallKey.MaxLengthOfMany)
            .TakesBytes(StreamIngest.ContentType, LineContent.Of(typeof(NewTransaction)))
            .AnswersBytes((StreamIngest.ContentType, LineContent.Of(typeof(ItemAnswer), typeof(StreamSummary))))
            .Refuses(Refusals.Invalid, Refusals.NotUtf8, Refusals.UnknownCoding, Refusals.IngestSlotsTaken)
            .WithRequestSizeLimit(long.MaxValue).WithStreamSlot().EndsWithSignIn();
        // A report brings no transaction, so an unreadable one is not counted as received.
        api.MapGroup("/transactions").WithTags("Ingest").MapOutcome();
    }

    private static async Task<IResult> SingleAsync(HttpContext context, ItemReader reader, IngestGate gate, IOptions<IngestOptions> options)
    {
        var item = await RequestBody.ReadAsync(context, reader.Read);
        var key = CallKey.Read(context.Request, Transaction.MaxReferenceLength, out var keyError);
        if (keyError is not null && item.Transaction is not null) item = IngestItem.Unreadable(CallKey.Header, keyError);

        item = item.Within(context.User.Sources()).WithKey(key);
        var result = (await gate.TakeAsync([item], options.Value.Patience, context.RequestAborted))[0];
        if (result.Outcome is not (IngestOutcome.Accepted or IngestOutcome.Duplicate)) return IngestRefusals.For(result);
        var id = result.Id!.Value.ToString();
        return TypedResults.Accepted($"{context.Request.PathBase}/api/v1/transactions/{id}", new TransactionTaken(id, result.Flags));
    }

    private static async Task<IResult> BatchAsync(HttpContext context, ItemReader reader, IngestGate gate, IOptions<IngestOptions> options)
    {
        IReadOnlyList<IngestItem>? items = null;
        var error = $"must be an array of 1 to {IngestTransactions.MaxItems} items";
        try
        {
            items = await RequestBody.ReadAsync(context, body => reader.ReadArray(body, IngestTransactions.MaxItems));
        }
        catch (JsonException)
        {
            error = "is not valid JSON";
        }

        if (items is null or { Count: 0 }) return IngestRefusals.For(await gate.RejectCallAsync("body", error));
        var key = CallKey.Read(context.Request, CallKey.MaxLengthOfMany, out var keyError);
        if (keyError is not null) return IngestRefusals.For(await gate.RejectCallAsync(CallKey.Header, keyError));

        var sources = context.User.Sources();
        items = [.. items.Select((item, position) => item.Within(sources).WithKey(key, position))];
        var results = await gate.TakeAsync(items, options.Value.Patience, context.RequestAborted);
        // There is room for all of them or for none.
        if (results.FirstOrDefault(r => r.IsRefused) is { } refused) return IngestRefusals.For(refused);

        var answers = results.Select((r, i) => ItemAnswer.From(i, r)).ToList();
        return TypedResults.Ok(new BatchAnswer(
            CountOf(ItemOutcomes.Accepted), CountOf(ItemOutcomes.Duplicate), CountOf(ItemOutcomes.Rejected), answers));

        int CountOf(string outcome) => answers.Count(a => a.Outcome == outcome);
    }

    private static async Task<IResult> StreamAsync(HttpContext context, StreamIngest stream, IngestGate gate)
    {
        var query = new StreamQuery(context.Request.Query);
        var mode = query.Read();
        if (query.Refused is { } refused) return refused;
        var key = CallKey.Read(context.Request, CallKey.MaxLengthOfMany, out var keyError);
        if (keyError is not null) return IngestRefusals.For(await gate.RejectCallAsync(CallKey.Header, keyError));
        await stream.RunAsync(context, mode, key);
        return Results.Empty;
    }

    private static RouteHandlerBuilder WithRequestSizeLimit(this RouteHandlerBuilder endpoint, long bytes) =>
        endpoint.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(bytes));
}
