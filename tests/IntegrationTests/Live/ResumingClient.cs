using System.Collections.Concurrent;
using Dashboard.Application.History;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.IntegrationTests.Common;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.IntegrationTests.Live;

/// <summary>A client that does what the README says: it follows the numbers, and asks for what it missed when there is a gap.</summary>
internal sealed class ResumingClient : IAsyncDisposable
{
    private readonly HubConnection _connection;

    public ResumingClient(DashboardHost host)
    {
        _connection = host.NewConnection();
        _connection.On<List<TransactionDto>>("ReceiveTransactionBatch", Take);
        _connection.On<DashboardMetricsDto>("ReceiveMetricsUpdate", OnMetricsAsync);
    }

    public ConcurrentDictionary<string, TransactionDto> Newest { get; } = [];

    public ConcurrentQueue<ResumeAnswer> Answers { get; } = [];

    public string? Epoch { get; private set; }

    public long Position { get; private set; }

    public int Ticks { get; private set; }

    public Task ConnectAsync() => _connection.StartAsync();

    public Task CutAsync() => _connection.StopAsync();

    public Task<ResumeAnswer> ResumeAsync(string? epoch, long sequence) => _connection.InvokeAsync<ResumeAnswer>("Resume", epoch, sequence);

    /// <summary>Waits until what was received satisfies the condition; throws after half a minute.</summary>
    public async Task WaitForAsync(Func<ResumingClient, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (!condition(this)) await timer.WaitForNextTickAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Handlers run one after the other, so nothing else is taken until the gap is closed.
    private async Task OnMetricsAsync(DashboardMetricsDto metrics)
    {
        if (Epoch is null) (Epoch, Position) = (metrics.Epoch, metrics.Sequence);
        else if (metrics.Epoch != Epoch || HasGap(metrics)) await CloseGapAsync();
        else Position = Math.Max(Position, metrics.Sequence);
        Ticks++;
    }

    // Also what a capped batch left out, as a busy machine may cause at any cap: this client wants every transaction.
    private bool HasGap(DashboardMetricsDto metrics) =>
        metrics.Sequence > Position && (metrics.Sequence - metrics.Changed > Position || metrics.Shown < metrics.Changed);

    private async Task CloseGapAsync()
    {
        ResumeAnswer answer;
        do
        {
            answer = await ResumeAsync(Epoch, Position);
            Answers.Enqueue(answer);
            if (answer.SnapshotRequired) Newest.Clear();
            Take(answer.Transactions);
            (Epoch, Position) = (answer.Epoch, answer.Sequence);
        }
        while (!answer.IsComplete);
    }

    private void Take(IEnumerable<TransactionDto> transactions)
    {
        foreach (var transaction in transactions)
            Newest.AddOrUpdate(transaction.Id, transaction, (_, known) => known.Sequence > transaction.Sequence ? known : transaction);
    }
}
