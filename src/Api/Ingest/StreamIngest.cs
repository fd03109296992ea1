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

    private static readonly IReadOnlyDictionary<string, string> NoErrors = new Dictionary<string, string>();
    private static readonly IReadOnlyDictionary<string, string> NotJson = new Dictionary<string, string> { ["body"] = "is not valid JSON" };

    public async Task RunAsync(HttpContext context)
    {
        LiftLimits(context);
        context.Response.ContentType = ContentType;
        try
        {
            await ReadAsync(context);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The sender is gone. What it was not told, it will ask again.
        }
    }

    private async Task ReadAsync(HttpContext context)
    {
        var chunk = new List<(long Line, NewTransaction? Item, IReadOnlyDictionary<string, string> Errors)>(ChunkLines);
        long line = 0;
        while (true)
        {
            if (await ReadAsync(context.Request.BodyReader, context.RequestAborted) is not { } read)
            {
                await EndAsync(context, line + 1, "refused", lifetime.ApplicationStopping.IsCancellationRequested
                    ? "the program stops; nothing was read from here on" : $"nothing came for {options.Value.StreamIdle}; the stream ends here");
                return;
            }

            var buffer = read.Buffer;
            while (chunk.Count < ChunkLines && NdjsonLines.TryRead(ref buffer, read.IsCompleted, out var text))
            {
                line++;
                if (!NdjsonLines.IsBlank(text)) chunk.Add(Parse(line, text));
            }

            var isTooLong = NdjsonLines.IsTooLong(buffer);
            var isDone = isTooLong || (read.IsCompleted && buffer.IsEmpty);
            context.Request.BodyReader.AdvanceTo(buffer.Start, chunk.Count < ChunkLines ? buffer.End : buffer.Start);
            // Answered as soon as nothing more is at hand: a slow sender gets its answers at once, a fast one in chunks.
            if (chunk.Count > 0 && !await AnswerAsync(context, chunk)) return;
            if (isTooLong) await EndAsync(context, line + 1, "rejected", $"is longer than {NdjsonLines.MaxBytes} bytes; the stream ends here");
            if (isDone) return;
        }
    }

    // Null when the program stops, or the sender has been silent for too long: nobody waits for it any more then.
    private async Task<ReadResult?> ReadAsync(PipeReader body, CancellationToken aborted)
    {
        using var enough = new CancellationTokenSource(options.Value.StreamIdle, clock);
        await using var stop = lifetime.ApplicationStopping.Register(enough.Cancel);
        await using var abort = aborted.Register(enough.Cancel);
        try
        {
            return await body.ReadAsync(enough.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return null;
        }
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
