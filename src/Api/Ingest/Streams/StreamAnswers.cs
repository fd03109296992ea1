using System.Buffers;
using System.Text.Json;
using Dashboard.Application.Ingest;

namespace Dashboard.Api.Ingest.Streams;

/// <summary>Writes the answers of one stream, and notices when its sender does not take them.</summary>
/// <remarks>One writer at a time.</remarks>
/// <param name="timeout">How long the sender may take for the answers that are buffered; after that again as long to end.</param>
internal sealed class StreamAnswers(
    HttpContext context, StreamAnswerMode mode, JsonSerializerOptions json, TimeSpan timeout, TimeProvider clock) : IDisposable
{
    // A slow reader has the timeout for each of these, and not for a whole chunk of lines.
    private const int FlushBytes = 8 * 1024;

    private readonly CancellationTokenSource _notTaken = new();
    private readonly StreamTally _tally = new();

    /// <summary>Cancelled when answers were not taken in time. The stream then has to end.</summary>
    public CancellationToken NotTaken => _notTaken.Token;

    public async Task WriteAsync(IReadOnlyList<long> lines, IReadOnlyList<IngestResult> results)
    {
        using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        for (var i = 0; i < results.Count; i++)
        {
            var answer = ItemAnswer.From(lines[i], results[i]);
            _tally.Add(answer);
            var isTaken = answer.Outcome is ItemOutcomes.Accepted or ItemOutcomes.Duplicate;
            if (mode == StreamAnswerMode.All || (mode == StreamAnswerMode.Rejected && !isTaken)) await WriteAsync(writer, answer);
        }

        if (mode != StreamAnswerMode.Summary) await FlushAsync();
    }

    /// <param name="reason">Why the stream ends before its last line; null when it does not.</param>
    public async Task EndAsync(ItemAnswer? reason)
    {
        using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        if (reason is { Outcome: ItemOutcomes.Rejected }) _tally.Add(reason);
        if (reason is not null) await WriteAsync(writer, reason);
        if (mode != StreamAnswerMode.All) await WriteAsync(writer, _tally.ToSummary());
        await FlushAsync();
    }

    public void Dispose() => _notTaken.Dispose();

    private async ValueTask WriteAsync<T>(Utf8JsonWriter writer, T answer)
    {
        JsonSerializer.Serialize(writer, answer, json);
        writer.Reset();
        context.Response.BodyWriter.Write("\n"u8);
        if (context.Response.BodyWriter.UnflushedBytes > FlushBytes) await FlushAsync();
    }

    private async ValueTask FlushAsync()
    {
        var flush = context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        if (!flush.IsCompleted)
        {
            await using var timer = clock.CreateTimer(_ => GiveUp(), null, timeout, timeout);
            await flush;
        }
        else
        {
            await flush;
        }
    }

    // At first the sender may still read: it gets the answers so far and the reason. The second time nobody is there.
    private void GiveUp()
    {
        if (_notTaken.IsCancellationRequested) context.Abort();
        else _notTaken.Cancel();
    }
}

/// <summary>The last line of a stream with <c>answers=rejected</c> or <c>summary</c>.</summary>
/// <param name="Lines">Lines with an answer; blank lines have none.</param>
/// <param name="FirstRejected">Position of the first rejected line; null when there is none.</param>
/// <param name="FirstRefused">Position of the first refused line, from which on lines have to be sent again; null when there is
/// none.</param>
public sealed record StreamSummary(
    long Lines, long Accepted, long Duplicates, long Rejected, long Refused, long? FirstRejected, long? FirstRefused);

/// <summary>Counts the answers of a stream. Not thread-safe.</summary>
internal sealed class StreamTally
{
    private readonly Dictionary<string, (long Count, long First)> _outcomes = [];

    public void Add(ItemAnswer answer)
    {
        var (count, first) = _outcomes.GetValueOrDefault(answer.Outcome, (0, answer.Position));
        _outcomes[answer.Outcome] = (count + 1, first);
    }

    public StreamSummary ToSummary() => new(
        _outcomes.Values.Sum(o => o.Count), CountOf(ItemOutcomes.Accepted), CountOf(ItemOutcomes.Duplicate),
        CountOf(ItemOutcomes.Rejected), CountOf(ItemOutcomes.Refused),
        FirstOf(ItemOutcomes.Rejected), FirstOf(ItemOutcomes.Refused));

    private long CountOf(string outcome) => _outcomes.GetValueOrDefault(outcome).Count;

    private long? FirstOf(string outcome) => _outcomes.TryGetValue(outcome, out var known) ? known.First : null;
}
