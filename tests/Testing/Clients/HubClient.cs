using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Dashboard.Application.Alerts;
using Dashboard.Application.History;
using Dashboard.Application.Live;
using Dashboard.Testing.Hosts;
using Dashboard.Testing.Time;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Testing.Clients;

/// <summary>A SignalR client that keeps everything it receives.</summary>
public sealed class HubClient : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly bool _fillsGaps;

    private HubClient(Uri server, bool fillsGaps)
    {
        _fillsGaps = fillsGaps;
        var builder = new HubConnectionBuilder().WithUrl(new Uri(server, "/hubs/dashboard"));
        builder.Services.Configure<JsonHubProtocolOptions>(o => o.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        _connection = builder.Build();
        _connection.On<List<TransactionDto>>("ReceiveTransactionBatch", OnBatch);
        _connection.On<DashboardMetricsDto>("ReceiveMetricsUpdate", OnMetricsAsync);
        _connection.On<AlertDto>("ReceiveAlert", Alerts.Enqueue);
    }

    public ConcurrentQueue<List<TransactionDto>> Batches { get; } = [];

    /// <summary>The newest state of every transaction, by id.</summary>
    public ConcurrentDictionary<string, TransactionDto> Newest { get; } = [];

    public ConcurrentQueue<DashboardMetricsDto> Metrics { get; } = [];

    public ConcurrentQueue<AlertDto> Alerts { get; } = [];

    /// <summary>The answers to the calls of Resume with which a gap was filled.</summary>
    public ConcurrentQueue<ResumeAnswer> Answers { get; } = [];

    public string? Epoch { get; private set; }

    /// <summary>Every change up to this number has been received.</summary>
    public long Position { get; private set; }

    /// <summary>Metrics updates that were handled to the end.</summary>
    public int Ticks { get; private set; }

    /// <summary>When each metrics update arrived, as timestamps.</summary>
    public ConcurrentQueue<long> Arrivals { get; } = [];

    public static Task<HubClient> ConnectAsync(DashboardHost host, bool fillsGaps = false) => ConnectAsync(host.Address, fillsGaps);

    /// <param name="server">The address of the server.</param>
    /// <param name="fillsGaps">Asks for the missing changes when the numbers have a gap, as the documentation tells clients to do.</param>
    public static async Task<HubClient> ConnectAsync(Uri server, bool fillsGaps = false)
    {
        var client = new HubClient(server, fillsGaps);
        await client.ConnectAsync();
        return client;
    }

    /// <summary>Connects again after <see cref="DisconnectAsync"/>.</summary>
    public Task ConnectAsync() => _connection.StartAsync(TestTimeout.Token());

    public Task DisconnectAsync() => _connection.StopAsync(TestTimeout.Token());

    public Task<ResumeAnswer> ResumeAsync(string? epoch, long sequence) =>
        _connection.InvokeAsync<ResumeAnswer>("Resume", epoch, sequence, TestTimeout.Token());

    /// <summary>Waits until what was received satisfies the condition.</summary>
    public Task WaitForAsync(Func<HubClient, bool> condition) => Poll.UntilAsync(() => Task.FromResult(this), condition);

    /// <summary>Waits for a number of metrics updates, counted from now.</summary>
    public Task WaitForTicksAsync(int count)
    {
        var seen = Ticks;
        return WaitForAsync(c => c.Ticks >= seen + count);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Handlers run one after the other: nothing else is received until a gap is filled.
    private async Task OnMetricsAsync(DashboardMetricsDto metrics)
    {
        Arrivals.Enqueue(TimeProvider.System.GetTimestamp());
        if (Epoch is null) (Epoch, Position) = (metrics.Epoch, metrics.Sequence);
        else if (_fillsGaps && (metrics.Epoch != Epoch || HasGap(metrics))) await FillGapAsync();
        else Position = Math.Max(Position, metrics.Sequence);
        Metrics.Enqueue(metrics);
        Ticks++;
    }

    // A capped batch is a gap, too, which a busy machine may cause at any cap: this client wants every transaction.
    private bool HasGap(DashboardMetricsDto metrics) =>
        metrics.Sequence > Position && (metrics.Sequence - metrics.Changed > Position || metrics.Shown < metrics.Changed);

    private async Task FillGapAsync()
    {
        ResumeAnswer answer;
        do
        {
            answer = await ResumeAsync(Epoch, Position);
            Answers.Enqueue(answer);
            if (answer.SnapshotRequired) Newest.Clear();
            Keep(answer.Transactions);
            (Epoch, Position) = (answer.Epoch, answer.Sequence);
        }
        while (!answer.IsComplete);
    }

    private void OnBatch(List<TransactionDto> batch)
    {
        Batches.Enqueue(batch);
        Keep(batch);
    }

    private void Keep(IEnumerable<TransactionDto> transactions)
    {
        foreach (var transaction in transactions)
            Newest.AddOrUpdate(transaction.Id, transaction, (_, known) => known.Sequence > transaction.Sequence ? known : transaction);
    }
}
