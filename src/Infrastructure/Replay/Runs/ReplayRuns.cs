using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Infrastructure.Replay.Runs;

/// <summary>The replays of this run of the program, for callers, the health check and the exit code. Safe for any number of
/// threads.</summary>
public sealed class ReplayRuns(TimeProvider clock) : IHealthCheck
{
    /// <summary>Replays that are remembered; the oldest is dropped first.</summary>
    public const int MaxKept = 20;

    public const int FailedExitCode = 4;

    public const int RejectedExitCode = 5;

    private readonly Lock _lock = new();

    // Newest first. Only the first one can be under way.
    private readonly LinkedList<ReplayRun> _runs = [];

    private volatile ReplayRun? _startUp;

    /// <summary>Newest first.</summary>
    public ReplayList Newest
    {
        get
        {
            lock (_lock) return new ReplayList([.. _runs.Select(r => r.State)]);
        }
    }

    /// <summary>What the program returns at its end: 0, or why the replay of the start was not complete.</summary>
    public int ExitCode => _startUp?.State switch
    {
        { State: ReplayState.Failed } => FailedExitCode,
        { State: ReplayState.Finished, Rejected: > 0 } => RejectedExitCode,
        _ => 0,
    };

    /// <summary>Null when another replay is under way: one runs at a time.</summary>
    public ReplayRun? TryBegin(string mapping, bool isStartUp = false)
    {
        lock (_lock)
        {
            if (_runs.First is { Value.HasEnded: false }) return null;
            var run = new ReplayRun(mapping, isStartUp, clock);
            _runs.AddFirst(run);
            if (_runs.Count > MaxKept) _runs.RemoveLast();
            if (isStartUp) _startUp = run;
            return run;
        }
    }

    /// <summary>Forgets a replay whose files were not complete.</summary>
    public void Withdraw(ReplayRun run)
    {
        lock (_lock) _runs.Remove(run);
        // A caller that cancels it waits for its end.
        run.End(ReplayState.Cancelled);
    }

    public ReplayRun? Find(string id)
    {
        lock (_lock) return _runs.FirstOrDefault(r => r.State.Id == id);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var newest = Newest.Items;
        return Task.FromResult((newest.Count > 0 ? newest[0] : null) switch
        {
            null => HealthCheckResult.Healthy("No replay has run."),
            { State: ReplayState.Failed } failed => HealthCheckResult.Degraded("The replay failed: " + failed.Failure),
            { EndedAt: null } => HealthCheckResult.Healthy("A replay is running."),
            { State: ReplayState.Cancelled } => HealthCheckResult.Healthy("The replay was cancelled."),
            { Rejected: > 0 and var rejected } => HealthCheckResult.Healthy($"The replay is finished; {rejected} rows were rejected."),
            _ => HealthCheckResult.Healthy("The replay is finished."),
        });
    }
}
