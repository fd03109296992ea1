using Dashboard.Application.Alerts;
using Dashboard.Application.Common;
using Dashboard.Application.Metrics;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Live;

/// <summary>
/// Composes the ticks, one after the other, and publishes the newest. The one place where rows, figures, alerts and clients come
/// together.
/// </summary>
public sealed class Ticks(
    RunIdentity run, LiveFeed feed, MetricsAggregator metrics, AlertBook alerts, ConnectedClients clients, IOptions<LiveOptions> options)
{
    private readonly Lock _lock = new();
    private volatile Tick? _current;

    /// <summary>The newest tick.</summary>
    /// <exception cref="InvalidOperationException">Asked before the first tick, which the start composes before the first client can
    /// connect.</exception>
    public Tick Current => _current ?? throw new InvalidOperationException("The first tick is not composed yet.");

    /// <summary>
    /// Composes and publishes the next tick. The broadcaster calls it at each interval, and the start once, before the first client.
    /// </summary>
    public Tick Next()
    {
        lock (_lock)
        {
            // Numbers first, figures after them: the figures then include every change up to the sequence.
            var batch = feed.TakeBatch();
            var figures = Compose(batch, metrics.Snapshot());
            var maxAlerts = options.Value.MaxAlertsPerTick;
            return _current = new Tick(batch, figures, alerts.TakeChanged(maxAlerts), alerts.Newest(maxAlerts));
        }
    }

    private DashboardMetricsDto Compose(LiveBatch batch, MetricsSnapshot figures) => new()
    {
        Epoch = run.Epoch,
        Sequence = batch.Sequence,
        ComputedAt = figures.ComputedAt,
        TransactionsPerSecond = figures.TransactionsPerSecond,
        LastMinute = figures.LastMinute,
        LastFiveMinutes = figures.LastFiveMinutes,
        LastHour = figures.LastHour,
        TopSources = figures.TopSources,
        Queued = figures.Flow.Queued,
        InFlight = figures.Flow.InFlight,
        AlertsOpen = alerts.Counts().Open,
        Clients = clients.Count,
        Shown = batch.Transactions.Count,
        Changed = batch.Changed,
        Flow = figures.Flow,
    };
}
