using Dashboard.Application.Live;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Live;

/// <summary>Every 500 ms makes one frame of what changed and hands it to every client.</summary>
internal sealed partial class DashboardBroadcaster : BackgroundService
{
    // A minute of default ticks.
    private const int TicksPerSummary = 120;

    private readonly Viewers _viewers;
    private readonly LiveState _state;
    private readonly int _maxAlerts;
    private readonly PeriodicTimer _timer;
    private readonly ILogger<DashboardBroadcaster> _logger;
    private Summary _summary;

    public DashboardBroadcaster(
        Viewers viewers, LiveState state, IOptions<LiveOptions> options, TimeProvider clock, ILogger<DashboardBroadcaster> logger)
    {
        _viewers = viewers;
        _state = state;
        _maxAlerts = options.Value.MaxAlertsPerTick;
        _timer = new PeriodicTimer(options.Value.BroadcastInterval, clock);
        _logger = logger;
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <summary>Hands out one frame; waits for nobody.</summary>
    internal void BroadcastOnce()
    {
        var batch = _state.Live.TakeBatch();
        var metrics = _state.Metrics.Current with { Sequence = batch.Sequence, Shown = batch.Transactions.Count, Changed = batch.Changed };
        var alerts = _state.Alerts.TakeChanged(_maxAlerts);
        var behind = _viewers.Offer(new LiveFrame(batch.Transactions, metrics, alerts));

        LogTick(metrics.Clients, batch.Transactions.Count, batch.Changed, alerts.Count, metrics.TransactionsPerSecond, behind);
        _summary = new(_summary.Ticks + 1, _summary.Changed + batch.Changed, _summary.Shown + batch.Transactions.Count, _summary.Behind + behind);
        if (_summary.Ticks < TicksPerSummary) return;
        LogSummary(
            _summary.Ticks, _summary.Changed, _summary.Shown, metrics.Clients, _state.Clients.Refused, _summary.Behind,
            metrics.Flow.Accepted, metrics.Flow.Completed, metrics.Flow.Failed, metrics.Queued, metrics.InFlight);
        _summary = default;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) BroadcastOnce();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What changed after the last tick is in the store.
        }
    }

    private readonly record struct Summary(int Ticks, long Changed, long Shown, long Behind);

    [LoggerMessage(720, LogLevel.Debug,
        "Tick to {Clients} clients: {Shown} of {Changed} changed transactions, {Alerts} alerts, {PerSecond:0.0}/s, {Behind} clients behind")]
    private partial void LogTick(int clients, int shown, int changed, int alerts, double perSecond, int behind);

    [LoggerMessage(721, LogLevel.Information,
        "{Ticks} ticks: {Changed} changes, {Shown} shown, {Clients} clients, {Refused} refused since the start, {Behind} frames replaced by snapshots; "
        + "accepted {Accepted}, completed {Completed}, failed {Failed}, queued {Queued}, in flight {InFlight}")]
    private partial void LogSummary(
        int ticks, long changed, long shown, int clients, long refused, long behind,
        long accepted, long completed, long failed, long queued, long inFlight);
}
