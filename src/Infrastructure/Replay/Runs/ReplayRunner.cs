using System.Globalization;
using Dashboard.Application.Ingest;
using Dashboard.Infrastructure.Replay.Rows;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Dashboard.Infrastructure.Replay.Runs;

/// <summary>Ingests the rows of the files of one replay. An error ends the replay, not the program.</summary>
internal sealed partial class ReplayRunner(
    ReplayRun run, ReplayJob job, IMediator mediator, TimeProvider clock, ILogger logger)
{
    private const int ChunkSize = 500;

    // A file that does not fit its mapping is rejected row by row. The log stops here; the summary counts all rejections.
    private const int MaxLoggedRejections = 1_000;

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    private readonly ReplaySummary _summary = new();
    private readonly List<ChunkRow> _chunk = new(ChunkSize);
    private ReplayRows? _rows;
    private long _progressAt = clock.GetTimestamp();

    /// <summary>Replays, and ends the run in every case.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var (state, failure) = (ReplayState.Failed, (string?)"An unexpected error occurred.");
        try
        {
            await ReplayAsync(stopping);
            LogSummary("finished");
            (state, failure) = (ReplayState.Finished, null);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogSummary("stopped");
            (state, failure) = (ReplayState.Stopped, null);
        }
        catch (OperationCanceledException) when (run.Cancelled.IsCancellationRequested)
        {
            LogSummary("cancelled");
            (state, failure) = (ReplayState.Cancelled, null);
        }
        catch (Exception exception)
            when (exception is ReplayException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            LogFailed(exception.Message);
            LogSummary("ended early");
            failure = exception.Message;
        }
        finally
        {
            Show();
            run.End(state, failure);
        }
    }

    /// <exception cref="ReplayException">A file cannot be read with this mapping.</exception>
    internal async Task<ReplaySummary> ReplayAsync(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, run.Cancelled);
        _rows = await ReplayRows.OpenAsync(job.Files, job.LoadMapping(), _summary, ending.Token);
        foreach (var file in _rows.Files) LogStarted(file.ShownName, ShownMapping, ShownSpeed);
        if (!job.Sort) _rows.OnUnsorted = (file, line) => LogUnsorted(file.ShownName, line);

        var pace = new ReplayPace(job.Speed, clock);
        var ordered = job.Sort ? _rows.ReadSortedAsync(ending.Token) : _rows.ReadAsync(ending.Token);
        await foreach (var row in ordered)
        {
            LogProgressInTime();
            ending.Token.ThrowIfCancellationRequested();
            if (row.Time is { } time)
            {
                if (pace.UntilDue(time) > TimeSpan.Zero) await SendAsync(stopping);
                await WaitAsync(pace, time, ending.Token);
            }

            var problem = row.Payment is null ? row.Problem : (RowProblem?)null;
            _chunk.Add(new ChunkRow(row.File, row.Line, row.Payment ?? IngestItem.Unreadable("row", row.Problem.Reason), problem));

            if (_chunk.Count == ChunkSize) await SendAsync(stopping);
        }

        await SendAsync(stopping);
        return _summary;
    }

    // In steps: a row may be due in years, which is more than a timer can wait, and the progress is logged meanwhile.
    private async Task WaitAsync(ReplayPace pace, DateTimeOffset createdAt, CancellationToken cancellationToken)
    {
        while (pace.UntilDue(createdAt) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < ProgressInterval ? wait : ProgressInterval, clock, cancellationToken);
            LogProgressInTime();
        }
    }

    // A caller that cancels the replay does not cancel this: the outcome of each row is known at the end.
    private async Task SendAsync(CancellationToken stopping)
    {
        if (_chunk.Count == 0) return;
        var results = await mediator.Send(new IngestTransactions([.. _chunk.Select(c => c.Item)], Patience: null), stopping);
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Outcome == IngestOutcome.Accepted) _summary.Accepted++;
            else if (results[i].Outcome == IngestOutcome.Duplicate) _summary.Duplicates++;
            else Reject(_chunk[i], _chunk[i].Problem ?? ProblemOf(results[i]));
        }

        _chunk.Clear();
        Show();
    }

    private void Show() => run.Show(_summary, _rows?.Bytes ?? 0, _rows?.BytesRead ?? 0);

    private static RowProblem ProblemOf(IngestResult result) => new(string.Join("; ", result.Errors.Select(e => $"{e.Key} {e.Value}")));

    private void LogProgressInTime()
    {
        if (clock.GetElapsedTime(_progressAt) < ProgressInterval) return;
        _progressAt = clock.GetTimestamp();
        Show();
        LogProgress(_summary.Rows, _summary.Accepted, _summary.Duplicates, _summary.Rejected);
    }

    private void Reject(ChunkRow row, RowProblem problem)
    {
        _summary.Reject(row.File, row.Line, problem);
        if (_summary.Rejected <= MaxLoggedRejections) LogRejected(row.File.ShownName, row.Line, problem);
    }

    private string ShownSpeed => job.Speed?.ToString(CultureInfo.InvariantCulture) ?? ReplayOptions.MaxSpeed;

    private string ShownMapping => job.MappingName.Length > 0 ? job.MappingName : "(sent with the files)";

    private void LogSummary(string how)
    {
        if (_summary.Rejected > MaxLoggedRejections) LogMoreRejected(_summary.Rejected - MaxLoggedRejections);
        LogEnd(how, _summary.Rows, _summary.Accepted, _summary.Duplicates, _summary.Rejected, _summary.Blank, _summary.Ignored);
        foreach (var (reason, (count, firstLine)) in _summary.Reasons)
            LogReason(count, reason, firstLine, _summary.FirstFile(reason));
    }

    [LoggerMessage(601, LogLevel.Information, "Replay of {File} with mapping {Mapping} at speed {Speed} started")]
    private partial void LogStarted(string file, string mapping, string speed);

    [LoggerMessage(602, LogLevel.Information,
        "Replay: {Rows} rows read, {Accepted} accepted, {Duplicates} duplicate, {Rejected} rejected so far")]
    private partial void LogProgress(long rows, long accepted, long duplicates, long rejected);

    [LoggerMessage(603, LogLevel.Warning, "Replay: {File}, line {Line} rejected: {Reason}")]
    private partial void LogRejected(string file, long line, RowProblem reason);

    [LoggerMessage(604, LogLevel.Information,
        "Replay {How}: {Rows} rows read, {Accepted} accepted, {Duplicates} duplicate, {Rejected} rejected, {Blank} blank lines skipped, "
        + "{Ignored} rows left out by the mapping")]
    private partial void LogEnd(string how, long rows, long accepted, long duplicates, long rejected, long blank, long ignored);

    [LoggerMessage(605, LogLevel.Warning, "Replay: {Count} rejected because {Reason}, first on line {FirstLine} of {File}")]
    private partial void LogReason(long count, string reason, long firstLine, string file);

    [LoggerMessage(606, LogLevel.Error, "Replay failed: {Message}")]
    private partial void LogFailed(string message);

    [LoggerMessage(607, LogLevel.Warning, "Replay: {Count} more rows were rejected and are not logged one by one")]
    private partial void LogMoreRejected(long count);

    [LoggerMessage(608, LogLevel.Warning,
        "Replay: {File} is not sorted by time: line {Line} is earlier than the row before it. With Replay:Sort=true the rows are put in "
        + "by their time")]
    private partial void LogUnsorted(string file, long line);

    /// <param name="Problem">Why the row could not be mapped; null when it could.</param>
    private readonly record struct ChunkRow(ReplayFile File, long Line, IngestItem Item, RowProblem? Problem);
}
