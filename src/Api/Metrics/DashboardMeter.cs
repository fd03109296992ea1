using System.Diagnostics.Metrics;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Logging;
using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Application.Ingest;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Storage;

namespace Dashboard.Api.Metrics;

/// <summary>The figures of the program as instruments, for OTLP and Prometheus alike. They show the newest tick; nothing is counted
/// here.</summary>
internal sealed class DashboardMeter : IDisposable
{
    public const string Name = "Dashboard";

    private readonly Meter _meter = new(Name);
    private readonly Ticks _ticks;

    public DashboardMeter(
        Ticks ticks, AlertBook alerts, IStore store, LogQueue log, RefusalCounts refusals, ConnectedClients connected,
        RefusedConnections connections, CardNumberGuard cardNumbers, TrailState trail,
        RuleFiguresTable rules)
    {
        _ticks = ticks;
        Counter("transactions", "Transactions since the start. received = accepted + duplicates + rejected + refused.", Flow);
        Counter(
            "refused_calls", "Calls that were refused, or disconnected in their answer, since the start.",
            () => refusals.All.Select(r => Of(r.Count, ("reason", r.Reason), ("status", r.Status))));
        Counter("refused_clients", "Clients of the hub that were refused since the start.", () => One(connected.Refused));
        Counter(
            "refused_connections", "Connections that were closed at Server:MaxConnections since the start.", () => One(connections.Count));
        Counter(
            "card_numbers", "Texts that looked like a card number or had one in them, since the start.",
            () => cardNumbers.Counts.Select(c => Of(c.Count, ("action", c.Action))));
        Counter(
            "rule_payments", "Payments that the versions of a rule were asked about since the start, and what they said of them.",
            () => rules.PerRule().SelectMany(r => new[]
            {
                Of(r.Asked, ("rule", r.Rule), ("result", "asked")), Of(r.Hits, ("rule", r.Rule), ("result", "hit")),
                Of(r.Flags, ("rule", r.Rule), ("result", "flag")), Of(r.Unknown, ("rule", r.Rule), ("result", "unknown")),
            }));
        Gauge(
            "rule_cost", "What a rule costs for each payment, without the windows that rules share.",
            () => rules.PerRule().Select(r => Of(r.MeanCost.TotalSeconds, ("rule", r.Rule))), unit: "s");
        Gauge("queued_transactions", "Stored and waiting for the gateway.", () => One(Current.Queued));
        Gauge("in_flight_transactions", "At the gateway.", () => One(Current.InFlight));
        Gauge("transactions_per_second", "Ends per second over the last ten full seconds.", () => One(Current.TransactionsPerSecond));
        Gauge("clients", "Connected clients of the hub.", () => One(Current.Clients));
        Gauge("alerts", "Alerts that are not resolved.", () => ByStatus(alerts));
        Gauge("store_trouble", "1 while the writer cannot commit.", () => One(store.OutageReason is null ? 0 : 1));
        Gauge("audit_trail_broken", "1 while the audit trail is not as it was written.", () => One(trail.IsBroken ? 1 : 0));
        Gauge(
            "window_transactions", "Transactions that ended in a window, by outcome; flagged ones are among them.", () => PerWindow(Ends));
        Gauge("window_processing", "Percentiles of the processing time in a window.", () => PerWindow(Percentiles), unit: "s");
        Counter(
            "log_entries_dropped", "Entries of the log that were dropped because its output was not read.", () => One(log.Dropped));
        Gauge(
            "window_beyond_scale_transactions", "Transactions of a window that took over 70 minutes; in no percentile.",
            () => PerWindow((name, window) => [Of(window.BeyondScale, ("window", name))]));
    }

    private DashboardMetricsDto Current => _ticks.Current.Metrics;

    /// <summary>Whether an instrument is one of these: a process may have several of the program, as tests do.</summary>
    public bool Has(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    public void Dispose() => _meter.Dispose();

    private void Counter(string name, string description, Func<IEnumerable<Measurement<double>>> read) =>
        _meter.CreateObservableCounter("dashboard." + name, read, unit: null, description);

    private void Gauge(string name, string description, Func<IEnumerable<Measurement<double>>> read, string? unit = null) =>
        _meter.CreateObservableGauge("dashboard." + name, read, unit, description);

    private IEnumerable<Measurement<double>> Flow()
    {
        var flow = Current.Flow;
        (string Event, long Count)[] counts =
        [
            ("received", flow.Received), ("accepted", flow.Accepted), ("duplicate", flow.Duplicates), ("rejected", flow.Rejected),
            ("refused", flow.Refused), ("recovered", flow.Recovered), ("completed", flow.Completed), ("failed", flow.Failed),
        ];
        return counts.Select(c => Of(c.Count, ("event", c.Event)));
    }

    private static IEnumerable<Measurement<double>> ByStatus(AlertBook alerts)
    {
        var counts = alerts.Counts();
        return [Of(counts.Open, ("status", "open")), Of(counts.Acknowledged, ("status", "acknowledged"))];
    }

    private IEnumerable<Measurement<double>> PerWindow(Func<string, WindowDto, IEnumerable<Measurement<double>>> read)
    {
        var current = Current;
        return [.. read("1m", current.LastMinute), .. read("5m", current.LastFiveMinutes), .. read("1h", current.LastHour)];
    }

    private static IEnumerable<Measurement<double>> Ends(string name, WindowDto window) =>
    [
        Of(window.Completed, ("window", name), ("outcome", "completed")), Of(window.Failed, ("window", name), ("outcome", "failed")),
        Of(window.Flagged, ("window", name), ("outcome", "flagged")),
    ];

    private static IEnumerable<Measurement<double>> Percentiles(string name, WindowDto window) =>
        new[] { ("50", window.P50ProcessingMs), ("95", window.P95ProcessingMs), ("99", window.P99ProcessingMs) }
            .Select(p => Of(p.Item2 / 1_000, ("window", name), ("percentile", p.Item1)));

    private static IEnumerable<Measurement<double>> One(double value) => [new(value)];

    private static Measurement<double> Of(double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var tags = new KeyValuePair<string, object?>[labels.Length];
        for (var i = 0; i < tags.Length; i++) tags[i] = new(labels[i].Name, labels[i].Value);
        return new(value, tags);
    }
}
