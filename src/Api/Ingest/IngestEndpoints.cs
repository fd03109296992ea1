using System.Text.Json;
using Dashboard.Api.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Transactions;
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

    private static async Task<IResult> SingleAsync(HttpContext context, IngestGate gate, FlowCounters flow, IOptions<IngestOptions> options)
    {
        if (await ReadAsync(context, flow) is not { } body) return BadJson();
        var isRead = gate.TryRead(body, out var item, out var errors);
        if (!TryReadKey(context.Request, out var key) && isRead) (item, errors) = (null, BadKey);

        var result = (await gate.TakeAsync([(item, errors)], key, options.Value.Patience, context.RequestAborted))[0];
        if (result.Outcome is not (IngestOutcome.Accepted or IngestOutcome.Duplicate)) return IngestProblems.For(context, result);
        var id = result.Id!.Value.ToString();
        return TypedResults.Accepted($"/api/v1/transactions/{id}", new TransactionTaken(id));
    }

    private static async Task<IResult> BatchAsync(HttpContext context, IngestGate gate, FlowCounters flow, IOptions<IngestOptions> options)
    {
        if (await ReadAsync(context, flow) is not { } body) return BadJson();
        if (body.ValueKind != JsonValueKind.Array || body.GetArrayLength() is 0 or > IngestTransactions.MaxItems)
        {
            flow.Received(accepted: 0, duplicates: 0, rejected: 1);
            return TypedResults.Problem(Problems.Invalid(new Dictionary<string, string[]> { ["body"] = [$"must be an array of 1 to {IngestTransactions.MaxItems} items"] }));
        }

        var items = body.EnumerateArray().Select(e => gate.TryRead(e, out var item, out var errors) ? (item, errors) : (null, errors)).ToList();
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

    private static async Task<JsonElement?> ReadAsync(HttpContext context, FlowCounters flow)
    {
        if (!context.Request.HasJsonContentType()) throw new BadHttpRequestException("The body must be JSON (application/json).", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            flow.Received(accepted: 0, duplicates: 0, rejected: 1);
            return null;
        }
    }

    private static ProblemHttpResult BadJson() =>
        TypedResults.Problem(Problems.Invalid(new Dictionary<string, string[]> { ["body"] = ["is not valid JSON"] }));

    private static RouteHandlerBuilder WithRequestSizeLimit(this RouteHandlerBuilder endpoint, long bytes) =>
        endpoint.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(bytes));
}
