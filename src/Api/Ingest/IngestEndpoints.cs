using System.Buffers;
using System.Text.Json;
using Dashboard.Api.Common;
using Dashboard.Application.Ingest;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using Microsoft.AspNetCore.Http.HttpResults;
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
        var group = api.MapGroup("/transactions").WithTags("Ingest").CountUnreadable();
        group.MapPost("/", SingleAsync).WithName("PostTransaction").WithSummary("Takes one transaction; 202 once it is stored durably")
            .Accepts<NewTransaction>("application/json").Produces<TransactionTaken>(StatusCodes.Status202Accepted).ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithRequestSizeLimit(MaxSingleBytes);
        group.MapPost("/batch", BatchAsync).WithName("PostTransactionBatch").WithSummary("Takes up to 5,000 in an array, with an answer per item")
            .Accepts<NewTransaction[]>("application/json").Produces<BatchAnswer>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithRequestSizeLimit(MaxBatchBytes).WithPlaces(o => o.MaxConcurrentBatches).WithTimeout(o => o.BatchTimeout);
        group.MapPost("/stream", (HttpContext context, StreamIngest stream) => stream.RunAsync(context)).WithName("PostTransactionStream")
            .WithSummary("Takes one JSON object per line, any number, and answers line by line while it reads").WithPlaces(o => o.MaxStreams);
        // A report brings no transaction: one that cannot be read is not in the books.
        api.MapGroup("/transactions").WithTags("Ingest").MapOutcome();
    }

    private static async Task<IResult> SingleAsync(HttpContext context, ItemReader reader, IngestGate gate, IOptions<IngestOptions> options)
    {
        var sent = await ReadAsync(context, reader.Read);
        if (!TryReadKey(context.Request, out var key) && sent.Item is not null) sent = new SentItem(null, BadKey);

        var result = (await gate.TakeAsync([sent], key, options.Value.Patience, context.RequestAborted))[0];
        if (result.Outcome is not (IngestOutcome.Accepted or IngestOutcome.Duplicate)) return IngestProblems.For(context, result);
        var id = result.Id!.Value.ToString();
        return TypedResults.Accepted($"/api/v1/transactions/{id}", new TransactionTaken(id));
    }

    private static async Task<IResult> BatchAsync(HttpContext context, ItemReader reader, IngestGate gate, FlowCounters flow, IOptions<IngestOptions> options)
    {
        IReadOnlyList<SentItem>? items;
        try
        {
            items = await ReadAsync(context, body => reader.ReadArray(body, IngestTransactions.MaxItems));
        }
        catch (JsonException)
        {
            return BadBody(flow, "is not valid JSON");
        }

        if (items is null or { Count: 0 }) return BadBody(flow, $"must be an array of 1 to {IngestTransactions.MaxItems} items");
        var results = await gate.TakeAsync(items, idempotencyKey: null, options.Value.Patience, context.RequestAborted);
        // Room is found for all of them or for none.
        if (results.FirstOrDefault(r => r.IsRefused) is { } refused) return IngestProblems.For(context, refused);

        var answers = results.Select((r, i) => ItemAnswer.From(i, r)).ToList();
        return TypedResults.Ok(new BatchAnswer(
            answers.Count(a => a.Outcome == "accepted"), answers.Count(a => a.Outcome == "duplicate"), answers.Count(a => a.Outcome == "rejected"), answers));
    }

    private static bool TryReadKey(HttpRequest request, out string? key)
    {
        key = null;
        if (!request.Headers.TryGetValue(IdempotencyKey, out var values)) return true;
        if (values.Count > 1 || !TransactionDetails.IsText(values.ToString(), Transaction.MaxReferenceLength)) return false;
        key = values.ToString();
        return true;
    }

    // The whole body, within the limit of its endpoint; what is read from it holds none of its bytes.
    private static async Task<T> ReadAsync<T>(HttpContext context, Func<ReadOnlySequence<byte>, T> read)
    {
        if (!context.Request.HasJsonContentType()) throw new BadHttpRequestException("The body must be JSON (application/json).", StatusCodes.Status415UnsupportedMediaType);
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
                // Some senders begin a text with a mark of its encoding.
                return read(part.Buffer.FirstSpan.StartsWith("\uFEFF"u8) ? part.Buffer.Slice(3) : part.Buffer);
            }
            finally
            {
                body.AdvanceTo(part.Buffer.End);
            }
        }
    }

    private static ProblemHttpResult BadBody(FlowCounters flow, string error)
    {
        flow.Received(accepted: 0, duplicates: 0, rejected: 1);
        return TypedResults.Problem(Problems.Invalid(new Dictionary<string, string[]> { ["body"] = [error] }));
    }

    private static RouteHandlerBuilder WithRequestSizeLimit(this RouteHandlerBuilder endpoint, long bytes) =>
        endpoint.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(bytes));
}
