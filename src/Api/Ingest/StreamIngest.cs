using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Threading.Channels;
using Dashboard.Application.Ingest;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest;

/// <summary>Reads newline-delimited JSON and answers each line while it reads. It holds a bounded number of chunks, whatever the
/// length.</summary>
/// <remarks>When a sender does not read its answers, reading from it stops: only a bounded number of chunks waits for its
/// answers.</remarks>
internal sealed class StreamIngest(
    ItemReader items, IngestGate gate, IHostApplicationLifetime lifetime, IOptions<IngestOptions> options, IOptions<JsonOptions> json,
    TimeProvider clock)
{
    private const int ChunkLines = 500;
    private const int ChunkBytes = 64 * 1024;
    private const int ChunksAtOnce = 64;

    private const string ContentType = "application/x-ndjson";

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    public async Task RunAsync(HttpContext context)
    {
        LiftLimits(context);
        context.Response.ContentType = ContentType;
        try
        {
            if (!await ReadAsync(context)) await CloseAsync(context);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The sender is gone. It will send the lines again for which it has no answer.
        }
    }

    // False when the stream ended before its last line.
    private async Task<bool> ReadAsync(HttpContext context)
    {
        var body = context.Request.BodyReader;
        await using var stop = lifetime.ApplicationStopping.Register(body.CancelPendingRead);
        var chunks = Channel.CreateBounded<Chunk>(new BoundedChannelOptions(ChunksAtOnce) { SingleReader = true, SingleWriter = true });
        using var taking = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var answers = AnswerAsync(context, chunks, taking);
        var (end, line) = await TakeAsync(context, chunks.Writer, taking.Token);
        chunks.Writer.TryComplete();
        // Every line that was read has its answer before the stream says why it ends.
        if (await answers is false) return false;
        if (end is not { } reason) return true;
        var errors = new Dictionary<string, string> { ["body"] = reason.Text };
        await WriteAsync(context, [new ItemAnswer(line + 1, reason.Outcome, Id: null, errors)]);
        return false;
    }

    // Hands over the lines it has as soon as no more bytes are available: a slow sender gets its answers at once, a fast one in chunks,
    // and the next chunk is read while the ones before are stored. Gives why the stream ends before its last line, and the last line
    // read.
    private async Task<((string Outcome, string Text)? End, long Line)> TakeAsync(
        HttpContext context, ChannelWriter<Chunk> chunks, CancellationToken taking)
    {
        var body = context.Request.BodyReader;
        long line = 0;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await ReadAsync(body, taking);
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                return (null, line);
            }

            var buffer = read.Buffer;
            if (read.IsCanceled)
            {
                body.AdvanceTo(buffer.Start);
                return (("refused", lifetime.ApplicationStopping.IsCancellationRequested
                    ? "the program stops; this line and the lines after it were not read"
                    : $"no line came for {options.Value.StreamIdle}, which is Ingest:StreamIdle; the stream ends here"), line);
            }

            var (lines, sent) = (new List<long>(), new List<IngestItem>());
            long bytes = 0;
            while (sent.Count < ChunkLines && bytes < ChunkBytes && NdjsonLines.TryRead(ref buffer, read.IsCompleted, out var text))
            {
                line++;
                bytes += text.Length;
                if (NdjsonLines.IsBlank(text)) continue;
                lines.Add(line);
                sent.Add(items.Read(text));
            }

            var isFull = sent.Count == ChunkLines || bytes >= ChunkBytes;
            var isTooLong = NdjsonLines.IsTooLong(buffer);
            var isDone = isTooLong || (read.IsCompleted && buffer.IsEmpty);
            body.AdvanceTo(buffer.Start, isFull ? buffer.Start : buffer.End);
            if (sent.Count > 0)
            {
                var results = gate.TakeAsync(sent, idempotencyKey: null, options.Value.StreamPatience, context.RequestAborted);
                if (!await AddAsync(chunks, new Chunk(lines, results), context.RequestAborted)) return (null, line);
            }

            if (isTooLong) return (("rejected", $"is longer than {NdjsonLines.MaxBytes} bytes; the stream ends here"), line);
            if (isDone) return (null, line);
        }
    }

    // The answer is complete. The sender has a moment to read it and to close: otherwise the server, and a stop of the program, would
    // wait for the rest of the body.
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

    // The read is cancelled when the program stops, and when the sender was silent for too long.
    private async Task<ReadResult> ReadAsync(PipeReader body, CancellationToken aborted)
    {
        await using var idle = clock.CreateTimer(_ => body.CancelPendingRead(), null, options.Value.StreamIdle, Timeout.InfiniteTimeSpan);
        return await body.ReadAsync(aborted);
    }

    // False when the answers have ended: a chunk was refused, or the sender is gone.
    private static async Task<bool> AddAsync(ChannelWriter<Chunk> chunks, Chunk chunk, CancellationToken aborted)
    {
        while (await chunks.WaitToWriteAsync(aborted))
            if (chunks.TryWrite(chunk)) return true;
        return false;
    }

    // Answers in the order of the lines. False when a chunk was refused: the stream ends there, and the sender knows which lines were not
    // stored.
    private async Task<bool> AnswerAsync(HttpContext context, Channel<Chunk> chunks, CancellationTokenSource taking)
    {
        var isStored = true;
        try
        {
            await foreach (var (lines, taken) in chunks.Reader.ReadAllAsync(context.RequestAborted))
            {
                var results = await taken;
                await WriteAsync(context, results.Select((r, i) => ItemAnswer.From(lines[i], r)));
                if (!isStored || !results.Any(r => r.IsRefused)) continue;
                isStored = false;
                chunks.Writer.TryComplete();
                await taking.CancelAsync();
            }
        }
        finally
        {
            chunks.Writer.TryComplete();
        }

        return isStored;
    }

    private async Task WriteAsync(HttpContext context, IEnumerable<ItemAnswer> answers)
    {
        var body = context.Response.BodyWriter;
        using var writer = new Utf8JsonWriter(body);
        foreach (var answer in answers)
        {
            JsonSerializer.Serialize(writer, answer, json.Value.SerializerOptions);
            writer.Reset();
            body.Write("\n"u8);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    // A stream may be as long and as slow as its sender likes. Its bounds are the size of a chunk and the time between two lines.
    private static void LiftLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }

    private sealed record Chunk(IReadOnlyList<long> Lines, Task<IReadOnlyList<IngestResult>> Taken);
}
