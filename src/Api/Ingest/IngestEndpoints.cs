using System.Buffers;
using System.Text.Json;
using Dashboard.Api.Common;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest;

internal static class IngestEndpoints
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const long MaxSingleBytes = 64 * 1024;
    private const long MaxBatchBytes = 16 * 1024 * 1024;

    private static readonly IReadOnlyDictionary<string, string> BadKey = new Dictionary<string, string>
    {
        [IdempotencyKey] = $"must be given once, with 1 to {Transaction.MaxReferenceLength} printable characters",
    };

    public static void MapIngest(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/transactions").WithTags("Ingest").RejectUnreadable();
        group.MapPost("/", SingleAsync).WithName("PostTransaction")
            .WithSummary("Takes one transaction; 202 once it is stored durably")
            .Accepts<NewTransaction>("application/json").Produces<TransactionTaken>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithRequestSizeLimit(MaxSingleBytes);
        group.MapPost("/batch", BatchAsync).WithName("PostTransactionBatch")
            .WithSummary($"Takes an array of up to {IngestTransactions.MaxItems} transactions, with an answer per item")
            .Accepts<NewTransaction[]>("application/json").Produces<BatchAnswer>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithRequestSizeLimit(MaxBatchBytes).WithSlots(o => o.MaxConcurrentBatches).WithTimeout(o => o.BatchTimeout);
        group.MapPost("/stream", (HttpContext context, StreamIngest stream) => stream.RunAsync(context)).WithName("PostTransactionStream")
            .WithSummary("Takes one JSON object per line, any number, and answers line by line while it reads")
            .WithSlots(o => o.MaxStreams);
        // A report brings no transaction, so an unreadable one is not counted as received.
        api.MapGroup("/transactions").WithTags("Ingest").MapOutcome();
    }

    private static async Task<IResult> SingleAsync(HttpContext context, ItemReader reader, IngestGate gate, IOptions<IngestOptions> options)
    {
        var item = await ReadAsync(context, reader.Read);
        if (!TryReadKey(context.Request, out var key) && item.Transaction is not null) item = IngestItem.Unreadable(BadKey);

        var result = (await gate.TakeAsync([item], key, options.Value.Patience, context.RequestAborted))[0];
        if (result.Outcome is not (IngestOutcome.Accepted or IngestOutcome.Duplicate)) return IngestRefusals.For(result);
        var id = result.Id!.Value.ToString();
        return TypedResults.Accepted($"{context.Request.PathBase}/api/v1/transactions/{id}", new TransactionTaken(id));
    }

    private static async Task<IResult> BatchAsync(HttpContext context, ItemReader reader, IngestGate gate, IOptions<IngestOptions> options)
    {
        IReadOnlyList<IngestItem>? items = null;
        var error = $"must be an array of 1 to {IngestTransactions.MaxItems} items";
        try
        {
            items = await ReadAsync(context, body => reader.ReadArray(body, IngestTransactions.MaxItems));
        }
        catch (JsonException)
        {
            error = "is not valid JSON";
        }

        if (items is null or { Count: 0 }) return IngestRefusals.For(await gate.RejectCallAsync("body", error));
        var results = await gate.TakeAsync(items, idempotencyKey: null, options.Value.Patience, context.RequestAborted);
        // There is room for all of them or for none.
        if (results.FirstOrDefault(r => r.IsRefused) is { } refused) return IngestRefusals.For(refused);

        var answers = results.Select((r, i) => ItemAnswer.From(i, r)).ToList();
        return TypedResults.Ok(new BatchAnswer(CountOf("accepted"), CountOf("duplicate"), CountOf("rejected"), answers));

        int CountOf(string outcome) => answers.Count(a => a.Outcome == outcome);
    }

    private static bool TryReadKey(HttpRequest request, out string? key)
    {
        key = null;
        if (!request.Headers.TryGetValue(IdempotencyKey, out var values)) return true;
        if (values.Count > 1 || !TransactionDetails.IsText(values.ToString(), Transaction.MaxReferenceLength)) return false;
        key = values.ToString();
        return true;
    }

    // Reads the whole body, within the limit of its endpoint. The result of "read" must not refer to the bytes.
    private static async Task<T> ReadAsync<T>(HttpContext context, Func<ReadOnlySequence<byte>, T> read)
    {
        if (!context.Request.HasJsonContentType()) throw Refusals.NotJson.ToException();
        var body = context.Request.BodyReader;
        while (true)
        {
            var part = await body.ReadAsync(context.RequestAborted);
            if (!part.IsCompleted)
            {
                body.AdvanceTo(part.Buffer.Start, part.Buffer.End);
                continue;
            }

            try
            {
                // Some senders begin with a byte order mark.
                return read(part.Buffer.FirstSpan.StartsWith("\uFEFF"u8) ? part.Buffer.Slice(3) : part.Buffer);
            }
            finally
            {
                body.AdvanceTo(part.Buffer.End);
            }
        }
    }

    private static RouteHandlerBuilder WithRequestSizeLimit(this RouteHandlerBuilder endpoint, long bytes) =>
        endpoint.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(bytes));
}
