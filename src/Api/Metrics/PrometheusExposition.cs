using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Prometheus;

namespace Dashboard.Api.Metrics;

/// <summary>The instruments of <see cref="DashboardMeter"/> in the format of Prometheus, with the figures of the process beside them, in
/// a registry of their own. Each request reads them anew.</summary>
/// <remarks>A name is the one that OpenTelemetry's rules give: underscores, the unit, and <c>_total</c> for a counter.</remarks>
internal sealed class PrometheusExposition : IDisposable
{
    private static readonly Dictionary<string, string> Units = new() { ["s"] = "_seconds" };

    private readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly MetricFactory _make;
    private readonly MeterListener _listener = new();
    private readonly Counter _allocated;
    private readonly ConcurrentDictionary<Instrument, Collector> _collectors = [];

    public PrometheusExposition(DashboardMeter meter)
    {
        _make = Prometheus.Metrics.WithCustomRegistry(_registry);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meter.Has(instrument)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Show(instrument, value, tags));
        _listener.Start();
        _allocated = _make.CreateCounter("dotnet_allocated_bytes_total", "Bytes allocated since the start.");
        DotNetStats.Register(_registry);
        _registry.AddBeforeCollectCallback(() =>
        {
            _allocated.IncTo(GC.GetTotalAllocatedBytes());
            _listener.RecordObservableInstruments();
        });
    }

    public Task WriteAsync(Stream output, CancellationToken cancellationToken) =>
        _registry.CollectAndExportAsTextAsync(output, cancellationToken);

    public void Dispose() => _listener.Dispose();

    private void Show(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (names, values) = (new string[tags.Length], new string[tags.Length]);
        for (var i = 0; i < tags.Length; i++) (names[i], values[i]) = (tags[i].Key, (string)tags[i].Value!);
        var collector = _collectors.GetOrAdd(instrument, Make, names);
        if (collector is Counter counter) counter.WithLabels(values).IncTo(value);
        else ((Gauge)collector).WithLabels(values).Set(value);
    }

    private Collector Make(Instrument instrument, string[] labels)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit is { } unit ? Units[unit] : "");
        return instrument is ObservableCounter<double>
            ? _make.CreateCounter(name + "_total", instrument.Description!, labels)
            : _make.CreateGauge(name, instrument.Description!, labels);
    }
}
