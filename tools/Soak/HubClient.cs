using System.Collections.Concurrent;
using Dashboard.Bench.Harness;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.Tools.Soak;

/// <summary>A client of the hub that keeps the newest state of every transaction and measures the time between metrics updates.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private readonly TimeProvider _clock;
    private readonly HubConnection _connection;
    private readonly ConcurrentQueue<double> _intervals = [];
    private long _lastMetricsAt;
    private int _metrics;

    public HubClient(Uri server, TimeProvider clock)
    {
        _clock = clock;
        _connection = new HubConnectionBuilder().WithUrl(new Uri(server, "/hubs/dashboard")).Build();
        _connection.On<Transaction[]>("ReceiveTransactionBatch", OnBatch);
        _connection.On<Metrics>("ReceiveMetricsUpdate", OnMetrics);
        _connection.On<Alert>("ReceiveAlert", _ => Alerts++);
    }

    public ConcurrentDictionary<string, Transaction> Newest { get; } = [];

    public Metrics? Last { get; private set; }

    public int Batches { get; private set; }

    public int LargestBatch { get; private set; }

    public int Alerts { get; private set; }

    /// <summary>Ticks whose batch could not carry every change.</summary>
    public int CappedTicks { get; private set; }

    public int MetricsReceived => _metrics;

    public Task StartAsync() => _connection.StartAsync();

    /// <summary>A percentile of the milliseconds between two metrics updates.</summary>
    public double Interval(double share)
    {
        var sorted = _intervals.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void OnBatch(Transaction[] batch)
    {
        Batches++;
        LargestBatch = Math.Max(LargestBatch, batch.Length);
        foreach (var transaction in batch) Newest[transaction.Id] = transaction;
    }

    private void OnMetrics(Metrics metrics)
    {
        var now = _clock.GetTimestamp();
        // The first update arrives on connecting, between two ticks.
        if (++_metrics > 2) _intervals.Enqueue(_clock.GetElapsedTime(_lastMetricsAt, now).TotalMilliseconds);
        _lastMetricsAt = now;
        if (_metrics > 1 && metrics.Changed > metrics.Shown) CappedTicks++;
        Last = metrics;
    }
}
