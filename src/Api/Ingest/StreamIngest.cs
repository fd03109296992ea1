using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Dashboard.Application.Transactions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest;

/// <summary>Newline-delimited JSON in, an answer per line out, while it reads. Memory is one chunk, whatever the length of the stream.</summary>
/// <remarks>A sender that does not read its answers is not read from either: the next chunk is taken when the answers of the last are sent.</remarks>
internal sealed class StreamIngest(
    IngestGate gate, IHostApplicationLifetime lifetime, IOptions<IngestOptions> options, IOptions<JsonOptions> json, TimeProvider clock)
{
    private const int ChunkLines = 500;
    private const string ContentType = "application/x-ndjson";

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);
    private static readonly IReadOnlyDictionary<string, string> NoErrors = new Dictionary<string, string>();
    private static readonly IReadOnlyDictionary<string, string> NotJson = new Dictionary<string, string> { ["body"] = "is not valid JSON" };

    public async Task RunAsync(HttpContext context)
    {
        LiftLimits(context);
        context.Response.ContentType = ContentType;
        try
        {
            if (!await ReadAsync(context)) await CloseAsync(context);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The sender is gone. What it was not told, it will ask again.
        }
    }

    // False when it ended before its last line.
    private async Task<bool> ReadAsync(HttpContext context)
    {
        var chunk = new List<(long Line, NewTransaction? Item, IReadOnlyDictionary<string, string> Errors)>(ChunkLines);
        var body = context.Request.BodyReader;
        await using var stop = lifetime.ApplicationStopping.Register(body.CancelPendingRead);
        long line = 0;
        while (true)
        {
            var read = await ReadAsync(body, context.RequestAborted);
            var buffer = read.Buffer;
            if (read.IsCanceled)
            {
                body.AdvanceTo(buffer.Start);
                await EndAsync(context, line + 1, "refused", lifetime.ApplicationStopping.IsCancellationRequested
                    ? "the program stops; nothing was read from here on" : $"nothing came for {options.Value.StreamIdle}; the stream ends here");
                return false;
            }

            while (chunk.Count < ChunkLines && NdjsonLines.TryRead(ref buffer, read.IsCompleted, out var text))
            {
                line++;
                if (!NdjsonLines.IsBlank(text)) chunk.Add(Parse(line, text));
            }

            var isTooLong = NdjsonLines.IsTooLong(buffer);
            var isDone = isTooLong || (read.IsCompleted && buffer.IsEmpty);
            body.AdvanceTo(buffer.Start, chunk.Count < ChunkLines ? buffer.End : buffer.Start);
            // Answered as soon as nothing more is at hand: a slow sender gets its answers at once, a fast one in chunks.
            if (chunk.Count > 0 && !await AnswerAsync(context, chunk)) return false;
            if (isTooLong) await EndAsync(context, line + 1, "rejected", $"is longer than {NdjsonLines.MaxBytes} bytes; the stream ends here");
            if (isDone) return !isTooLong;
        }
    }

    // The answer is complete. The sender has a moment to take it and to close; the server would wait for the rest of the body, and a stop with it.
    private async Task CloseAsync(HttpContext context)
    {
        await context.Response.CompleteAsync();
        var body = context.Request.BodyReader;
        await using var enough = clock.CreateTimer(_ => body.CancelPendingRead(), null, CloseTimeout, Timeout.InfiniteTimeSpan);
        ReadResult read;
        do
        {
            read = await body.ReadAsync(context.RequestAborted);
            body.AdvanceTo(read.Buffer.End);
        }
        while (read is { IsCompleted: false, IsCanceled: false });

        if (!read.IsCompleted) context.Abort();
    }

    // Cancelled when the program stops, or the sender has been silent for too long: nobody waits for it any more then.
    private async Task<ReadResult> ReadAsync(PipeReader body, CancellationToken aborted)
    {
        await using var idle = clock.CreateTimer(_ => body.CancelPendingRead(), null, options.Value.StreamIdle, Timeout.InfiniteTimeSpan);
        return await body.ReadAsync(aborted);
    }

    // False when the chunk was refused: the stream ends there, and the sender knows which lines were not kept.
    private async Task<bool> AnswerAsync(HttpContext context, List<(long Line, NewTransaction? Item, IReadOnlyDictionary<string, string> Errors)> chunk)
    {
        var results = await gate.TakeAsync([.. chunk.Select(c => (c.Item, c.Errors))], idempotencyKey: null, options.Value.StreamPatience, context.RequestAborted);
        await WriteAsync(context, results.Select((r, i) => ItemAnswer.From(chunk[i].Line, r)));
        chunk.Clear();
        return !results.Any(r => r.IsRefused);
    }

    private Task EndAsync(HttpContext context, long line, string outcome, string reason) =>
        WriteAsync(context, [new ItemAnswer(line, outcome, null, new Dictionary<string, string> { ["body"] = reason })]);

    private async Task WriteAsync(HttpContext context, IEnumerable<ItemAnswer> answers)
    {
        foreach (var answer in answers)
        {
            await JsonSerializer.SerializeAsync(context.Response.BodyWriter, answer, json.Value.SerializerOptions, context.RequestAborted);
            context.Response.BodyWriter.Write("\n"u8);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private (long, NewTransaction?, IReadOnlyDictionary<string, string>) Parse(long line, ReadOnlySequence<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return gate.TryRead(document.RootElement, out var item, out var errors) ? (line, item, NoErrors) : (line, null, errors);
        }
        catch (JsonException)
        {
            return (line, null, NotJson);
        }
    }

    // A stream is as long and as slow as its sender; what bounds it is the chunk and the silence between two lines.
    private static void LiftLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }
}
