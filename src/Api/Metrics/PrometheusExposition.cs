using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Logging;
using Dashboard.Application.Alerts;
using Dashboard.Application.Ingest;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.Application.Storage;
using Prometheus;

namespace Dashboard.Api.Metrics;

/// <summary>The figures for Prometheus, in their own registry. Each request fills it from the newest tick; nothing is counted
/// here.</summary>
internal sealed class PrometheusExposition
{
    private readonly Ticks _ticks;
    private readonly AlertBook _alerts;
    private readonly IStore _store;
    private readonly LogQueue _log;
    private readonly RefusalCounts _refusals;
    private readonly ConnectedClients _connected;
    private readonly RefusedConnections _connections;
    private readonly CardNumberGuard _cardNumbers;
    private readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();

    private readonly Counter _transactions, _refusedCalls, _refusedClients, _refusedConnections, _allocated, _logDropped, _cardNumberTexts;
    private readonly Gauge _queued, _inFlight, _perSecond, _clients, _alertCount, _storeOutage, _window, _processing, _beyondScale;

    public PrometheusExposition(
        Ticks ticks, AlertBook alerts, IStore store, LogQueue log, RefusalCounts refusals, ConnectedClients connected,
        RefusedConnections connections, CardNumberGuard cardNumbers)
    {
        (_ticks, _alerts, _store, _log) = (ticks, alerts, store, log);
        (_refusals, _connected, _connections, _cardNumbers) = (refusals, connected, connections, cardNumbers);
        var make = Prometheus.Metrics.WithCustomRegistry(_registry);
        _transactions = make.CreateCounter(
            "dashboard_transactions_total", "Transactions since the start. received = accepted + duplicates + rejected + refused.",
            "event");
        _refusedCalls = make.CreateCounter(
            "dashboard_refused_calls_total", "Calls that were refused, or disconnected in their answer, since the start.", "reason", "status");
        _refusedClients = make.CreateCounter("dashboard_refused_clients_total", "Clients of the hub that were refused since the start.");
        _refusedConnections = make.CreateCounter(
            "dashboard_refused_connections_total", "Connections that were closed at Server:MaxConnections since the start.");
        _cardNumberTexts = make.CreateCounter(
            "dashboard_card_numbers_total", "Texts that looked like a card number or had one in them, since the start.", "action");
        _queued = make.CreateGauge("dashboard_queued_transactions", "Stored and waiting for the gateway.");
        _inFlight = make.CreateGauge("dashboard_in_flight_transactions", "At the gateway.");
        _perSecond = make.CreateGauge("dashboard_transactions_per_second", "Ends per second over the last ten full seconds.");
        _clients = make.CreateGauge("dashboard_clients", "Connected clients of the hub.");
        _alertCount = make.CreateGauge("dashboard_alerts", "Alerts that are not resolved.", "status");
        _storeOutage = make.CreateGauge("dashboard_store_trouble", "1 while the writer cannot commit.");
        _window = make.CreateGauge(
            "dashboard_window_transactions", "Transactions that ended in a window, by outcome; flagged ones are among them.",
            "window", "outcome");
        _processing = make.CreateGauge(
            "dashboard_window_processing_seconds", "Percentiles of the processing time in a window.", "window", "percentile");
        _logDropped = make.CreateCounter(
            "dashboard_log_entries_dropped_total", "Entries of the log that were dropped because its output was not read.");
        _beyondScale = make.CreateGauge(
            "dashboard_window_beyond_scale_transactions", "Transactions of a window that took over 70 minutes; in no percentile.", "window");
        _allocated = make.CreateCounter("dotnet_allocated_bytes_total", "Bytes allocated since the start.");
        DotNetStats.Register(_registry);
        _registry.AddBeforeCollectCallback(Fill);
    }

    public Task WriteAsync(Stream output, CancellationToken cancellationToken) =>
        _registry.CollectAndExportAsTextAsync(output, cancellationToken);

    private void Fill()
    {
        var current = _ticks.Current.Metrics;
        (string Event, long Count)[] flow =
        [
            ("received", current.Flow.Received), ("accepted", current.Flow.Accepted), ("duplicate", current.Flow.Duplicates),
            ("rejected", current.Flow.Rejected), ("refused", current.Flow.Refused), ("recovered", current.Flow.Recovered),
            ("completed", current.Flow.Completed), ("failed", current.Flow.Failed),
        ];
        foreach (var (name, count) in flow) _transactions.WithLabels(name).IncTo(count);

        foreach (var (reason, status, count) in _refusals.All)
            _refusedCalls.WithLabels(reason, status).IncTo(count);
        foreach (var (action, count) in _cardNumbers.Counts) _cardNumberTexts.WithLabels(action).IncTo(count);
        _refusedConnections.IncTo(_connections.Count);
        _refusedClients.IncTo(_connected.Refused);

        _allocated.IncTo(GC.GetTotalAllocatedBytes());
        _logDropped.IncTo(_log.Dropped);
        _queued.Set(current.Queued);
        _inFlight.Set(current.InFlight);
        _perSecond.Set(current.TransactionsPerSecond);
        _clients.Set(current.Clients);
        _storeOutage.Set(_store.OutageReason is null ? 0 : 1);
        var alerts = _alerts.Counts();
        _alertCount.WithLabels("open").Set(alerts.Open);
        _alertCount.WithLabels("acknowledged").Set(alerts.Acknowledged);
        Fill("1m", current.LastMinute);
        Fill("5m", current.LastFiveMinutes);
        Fill("1h", current.LastHour);
    }

    private void Fill(string name, WindowDto window)
    {
        _window.WithLabels(name, "completed").Set(window.Completed);
        _window.WithLabels(name, "failed").Set(window.Failed);
        _window.WithLabels(name, "flagged").Set(window.Flagged);
        _beyondScale.WithLabels(name).Set(window.BeyondScale);
        _processing.WithLabels(name, "50").Set(window.P50ProcessingMs / 1_000);
        _processing.WithLabels(name, "95").Set(window.P95ProcessingMs / 1_000);
        _processing.WithLabels(name, "99").Set(window.P99ProcessingMs / 1_000);
    }
}
