using System.Collections.Concurrent;
using Dashboard.Application.Alerts;
using Dashboard.Application.History;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.IntegrationTests.Common;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.IntegrationTests.Live;

/// <summary>A plain SignalR client that remembers what it was told.</summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private readonly HubConnection _connection;

    private LiveClient(HubConnection connection)
    {
        _connection = connection;
        connection.On<List<TransactionDto>>("ReceiveTransactionBatch", batch =>
        {
            Batches.Enqueue(batch);
            foreach (var transaction in batch) Newest[transaction.Id] = transaction;
        });
        connection.On<DashboardMetricsDto>("ReceiveMetricsUpdate", metrics =>
        {
            Metrics.Enqueue(metrics);
            MetricsAt.Enqueue(TimeProvider.System.GetTimestamp());
        });
        connection.On<AlertDto>("ReceiveAlert", Alerts.Enqueue);
    }

    public ConcurrentQueue<List<TransactionDto>> Batches { get; } = [];

    public ConcurrentDictionary<string, TransactionDto> Newest { get; } = [];

    public ConcurrentQueue<DashboardMetricsDto> Metrics { get; } = [];

    public ConcurrentQueue<long> MetricsAt { get; } = [];

    public ConcurrentQueue<AlertDto> Alerts { get; } = [];

    public static Task<LiveClient> ConnectAsync(DashboardHost host) => ConnectAsync(host.Client.BaseAddress!);

    public static async Task<LiveClient> ConnectAsync(Uri server)
    {
        var client = new LiveClient(DashboardHost.NewConnection(server));
        await client._connection.StartAsync();
        return client;
    }

    /// <summary>Waits until what was received satisfies the condition; throws after half a minute.</summary>
    public async Task WaitForAsync(Func<LiveClient, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (!condition(this)) await timer.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>Times between metrics updates, without the first, which comes at once.</summary>
    public TimeSpan[] Intervals()
    {
        var at = MetricsAt.Skip(1).ToArray();
        return [.. at.Zip(at.Skip(1), (a, b) => TimeProvider.System.GetElapsedTime(a, b))];
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
