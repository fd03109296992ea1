namespace Dashboard.Infrastructure.Replay.Runs;

/// <summary>One replay, from the call that asks for it to its end. One thread changes it at a time; any thread reads it.</summary>
#pragma warning disable CA1001 // The token source has neither a timer nor a wait handle, and a caller may cancel at any time.
public sealed class ReplayRun
#pragma warning restore CA1001
{
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _cancel = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ReplayDto _state;

    /// <param name="mapping">Its name; empty for a mapping that came with the files.</param>
    internal ReplayRun(string mapping, bool isStartUp, TimeProvider clock)
    {
        _clock = clock;
        _state = new ReplayDto(
            Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), isStartUp ? ReplayState.Running : ReplayState.Receiving, isStartUp,
            mapping, [], clock.GetUtcNow(), EndedAt: null, 0, 0, 0, 0, 0, 0, 0, 0, Failure: null, []);
    }

    /// <summary>An immutable picture, new with every chunk of rows.</summary>
    public ReplayDto State => _state;

    public bool HasEnded => _state.EndedAt is not null;

    /// <summary>Completes when the replay has ended, whatever way.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Cancelled when a caller asks for the end.</summary>
    public CancellationToken Cancelled => _cancel.Token;

    /// <summary>Asks the replay to end after the rows that are on their way. Without effect once it has ended.</summary>
    public void Cancel() => _cancel.Cancel();

    internal void Start(string mapping, IReadOnlyList<string> files) =>
        _state = _state with { State = ReplayState.Running, Mapping = mapping, Files = files };

    internal void Show(ReplaySummary summary, long bytes, long bytesRead) => _state = _state with
    {
        Bytes = bytes,
        BytesRead = bytesRead,
        Rows = summary.Rows,
        Accepted = summary.Accepted,
        Duplicates = summary.Duplicates,
        Rejected = summary.Rejected,
        Blank = summary.Blank,
        LeftOut = summary.Ignored,
        RejectedRows = summary.RejectedRows,
    };

    internal void End(ReplayState state, string? failure = null)
    {
        _state = _state with { State = state, EndedAt = _clock.GetUtcNow(), Failure = failure };
        _ended.TrySetResult();
    }
}
