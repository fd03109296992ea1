using Dashboard.Application.Live;

namespace Dashboard.Api.Live;

/// <summary>Logs each tick at Debug, and one summary of many ticks at Information. Used by one thread.</summary>
internal sealed partial class TickLog(ConnectedClients clients, ILogger<TickLog> logger)
{
    // One minute of ticks at the default interval.
    private const int TicksPerSummary = 120;

    private Summary _summary;

    /// <param name="framesBehind">How many clients were too far behind to take this tick; they get a snapshot instead.</param>
    public void Record(Tick tick, int framesBehind)
    {
        var metrics = tick.Metrics;
        LogTick(metrics.Clients, metrics.Shown, metrics.Changed, tick.Alerts.Count, metrics.TransactionsPerSecond, framesBehind);
        _summary = new(
            _summary.Ticks + 1, _summary.Changed + metrics.Changed, _summary.Shown + metrics.Shown, _summary.FramesBehind + framesBehind);
        if (_summary.Ticks < TicksPerSummary) return;
        LogSummary(
            _summary.Ticks, _summary.Changed, _summary.Shown, metrics.Clients, clients.Refused, _summary.FramesBehind,
            metrics.Flow.Accepted, metrics.Flow.Completed, metrics.Flow.Failed, metrics.Queued, metrics.InFlight);
        _summary = default;
    }

    private readonly record struct Summary(int Ticks, long Changed, long Shown, long FramesBehind);

    [LoggerMessage(720, LogLevel.Debug,
        "Tick to {Clients} clients: {Shown} of {Changed} changed transactions, {Alerts} alerts, {PerSecond:0.0}/s, "
        + "{Behind} clients behind")]
    private partial void LogTick(int clients, int shown, int changed, int alerts, double perSecond, int behind);

    [LoggerMessage(721, LogLevel.Information,
        "{Ticks} ticks: {Changed} changes, {Shown} shown, {Clients} clients, {Refused} refused since the start, "
        + "{Behind} frames replaced by snapshots; "
        + "accepted {Accepted}, completed {Completed}, failed {Failed}, queued {Queued}, in flight {InFlight}")]
    private partial void LogSummary(
        int ticks, long changed, long shown, int clients, long refused, long behind,
        long accepted, long completed, long failed, long queued, long inFlight);
}
