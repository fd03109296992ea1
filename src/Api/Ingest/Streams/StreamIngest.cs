using System.IO.Pipelines;
using System.Threading.Channels;
using Dashboard.Api.Auth;
using Dashboard.Api.Common.Bodies;
using Dashboard.Application.Ingest;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest.Streams;

/// <summary>Reads newline-delimited JSON and answers each line while it reads. It holds a bounded number of chunks, whatever the
/// length.</summary>
/// <remarks>When a sender does not read its answers, reading from it stops: only a bounded number of chunks waits for its answers. After
/// <c>Ingest:AnswerTimeout</c> the stream ends.</remarks>
internal sealed partial class StreamIngest(
    ItemReader items, IngestGate gate, IHostApplicationLifetime lifetime, IOptions<IngestOptions> options, IOptions<JsonOptions> json,
    TimeProvider clock, ILogger<StreamIngest> logger)
{
    private const int ChunkLines = 500;
    private const int ChunkBytes = 64 * 1024;
    private const int ChunksAtOnce = 64;

    public const string ContentType = "application/x-ndjson";

    private string NotTakenText =>
        $"answers were not read for {options.Value.AnswerTimeout}, which is Ingest:AnswerTimeout; "
        + "this line and the lines after it were not read";

    /// <param name="key">The idempotency key of the call; null when it has none.</param>
    public async Task RunAsync(HttpContext context, StreamAnswerMode mode, string? key)
    {
        StreamBody.LiftLimits(context);
        context.Response.ContentType = ContentType;
        using var answers = new StreamAnswers(context, mode, json.Value.SerializerOptions, options.Value.AnswerTimeout, clock);
        try
        {
            if (!await ReadAsync(context, answers, key)) await StreamBody.CloseAsync(context, clock);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The sender is gone. It will send the lines again for which it has no answer.
        }
    }

    // False when the stream ended before the end of its body.
    private async Task<bool> ReadAsync(HttpContext context, StreamAnswers answers, string? key)
    {
        var body = context.Request.BodyReader;
        await using var stop = lifetime.ApplicationStopping.Register(body.CancelPendingRead);
        var chunks = Channel.CreateBounded<Chunk>(new BoundedChannelOptions(ChunksAtOnce) { SingleReader = true, SingleWriter = true });
        using var taking = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, answers.NotTaken);
        var answering = AnswerAsync(context, answers, chunks, taking);
        var (end, line) = await TakeAsync(context, answers, chunks.Writer, key, taking.Token);
        chunks.Writer.TryComplete();
        var isDropped = false;
        if (end is not null && answers.NotTaken.IsCancellationRequested)
        {
            LogNotTaken(options.Value.AnswerTimeout);
            isDropped = await StreamBody.DropUntilAsync(context, answering);
        }

        // Every line that was read has its answer before the stream says why it ends.
        var isStored = await answering;
        if (!isStored) end = null;
        // The line at which it ends was received, and is counted like every other.
        if (end is { Outcome: ItemOutcomes.Rejected, Text: var error }) await gate.RejectCallAsync("body", error);
        await answers.EndAsync(end is { } reason
            ? new ItemAnswer(line + 1, reason.Outcome, Id: null, Flags: null, new Dictionary<string, string> { ["body"] = reason.Text })
            : null);
        return isDropped || (isStored && end is null);
    }

    // Hands over the lines it has as soon as no more bytes are available: a slow sender gets its answers at once, a fast one in chunks,
    // and the next chunk is read while the ones before are stored. Gives why the stream ends before its last line, and the last line
    // read.
    private async Task<((string Outcome, string Text)? End, long Line)> TakeAsync(
        HttpContext context, StreamAnswers answers, ChannelWriter<Chunk> chunks, string? key, CancellationToken taking)
    {
        var body = context.Request.BodyReader;
        var sources = context.User.Sources();
        var slot = context.Features.Get<StreamSlot>()!;
        long line = 0;
        while (true)
        {
            ReadResult read;
            try
            {
                // Room for the answers first: lines that are handed over always get theirs.
                if (!await chunks.WaitToWriteAsync(taking)) return (null, line);
                slot.BeginWaiting();
                read = await ReadAsync(body, taking);
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                return (answers.NotTaken.IsCancellationRequested ? (ItemOutcomes.Refused, NotTakenText) : null, line);
            }
            catch (InvalidDataException)
            {
                return ((ItemOutcomes.Rejected, "the body cannot be inflated; the stream ends here"), line);
            }

            var buffer = read.Buffer;
            if (read.IsCanceled)
            {
                body.AdvanceTo(buffer.Start);
                return ((ItemOutcomes.Refused, WhyCancelled(slot)), line);
            }

            var (lines, sent) = (new List<long>(), new List<IngestItem>());
            long bytes = 0;
            while (sent.Count < ChunkLines && bytes < ChunkBytes && NdjsonLines.TryRead(ref buffer, read.IsCompleted, out var text))
            {
                if (++line == 1) text = RequestBody.WithoutMark(text);
                bytes += text.Length;
                if (NdjsonLines.IsBlank(text)) continue;
                lines.Add(line);
                sent.Add(items.Read(text).Within(sources).WithKey(key, line));
            }

            var isFull = sent.Count == ChunkLines || bytes >= ChunkBytes;
            var isTooLong = NdjsonLines.IsTooLong(buffer);
            var isDone = isTooLong || (read.IsCompleted && buffer.IsEmpty);
            body.AdvanceTo(buffer.Start, isFull ? buffer.Start : buffer.End);
            if (sent.Count > 0)
            {
                slot.EndWaiting();
                var results = gate.TakeAsync(sent, options.Value.StreamPatience, context.RequestAborted);
                if (!chunks.TryWrite(new Chunk(lines, results))) return (null, line);
            }

            if (isTooLong) return ((ItemOutcomes.Rejected, $"is longer than {NdjsonLines.MaxBytes} bytes; the stream ends here"), line);
            if (isDone) return (null, line);
        }
    }

    private string WhyCancelled(StreamSlot slot)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return "the program stops; this line and the lines after it were not read";
        return slot.IsGivenUp
            ? $"no transaction came for {options.Value.StreamGrace}, which is Ingest:StreamGrace, and another call needs the slot; "
                + "the stream ends here"
            : $"no line came for {options.Value.StreamIdle}, which is Ingest:StreamIdle; the stream ends here";
    }

    // The read is cancelled when the program stops, and when the sender was silent for too long.
    private async Task<ReadResult> ReadAsync(PipeReader body, CancellationToken aborted)
    {
        await using var idle = clock.CreateTimer(_ => body.CancelPendingRead(), null, options.Value.StreamIdle, Timeout.InfiniteTimeSpan);
        return await body.ReadAsync(aborted);
    }

    // Answers in the order of the lines. False when a chunk was refused: the stream ends there, and the sender knows which lines were not
    // stored.
    private static async Task<bool> AnswerAsync(
        HttpContext context, StreamAnswers answers, Channel<Chunk> chunks, CancellationTokenSource taking)
    {
        var isStored = true;
        try
        {
            await foreach (var (lines, taken) in chunks.Reader.ReadAllAsync(context.RequestAborted))
            {
                var results = await taken;
                await answers.WriteAsync(lines, results);
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

    [LoggerMessage(730, LogLevel.Warning, "A stream ends: its sender did not read its answers for {Timeout}")]
    private partial void LogNotTaken(TimeSpan timeout);

    private sealed record Chunk(IReadOnlyList<long> Lines, Task<IReadOnlyList<IngestResult>> Taken);
}
