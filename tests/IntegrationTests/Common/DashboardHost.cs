using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Common;

/// <summary>The whole program on a real port over a store of its own. Disposing it is a clean stop; the store stays until its folder goes.</summary>
internal sealed class DashboardHost : WebApplicationFactory<Program>
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly Dictionary<string, string?> _database;
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _replace;

    public DashboardHost(TemporaryStore store, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? replace = null)
        : this(new Dictionary<string, string?> { ["ConnectionStrings:Dashboard"] = store.ConnectionString }, settings, replace)
    {
    }

    /// <param name="database">The settings that name the store.</param>
    public DashboardHost(
        Dictionary<string, string?> database, Dictionary<string, string?>? settings, Action<IServiceCollection>? replace = null)
    {
        _database = database;
        _settings = settings ?? [];
        _replace = replace;
        UseKestrel(0);
        StartServer();
        Client = CreateClient();
    }

    public HttpClient Client { get; }

    public HubConnection NewConnection() => NewConnection(Client.BaseAddress!);

    public static HubConnection NewConnection(Uri server)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(server, "/hubs/dashboard"));
        builder.Services.Configure<JsonHubProtocolOptions>(o => o.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        return builder.Build();
    }

    public async Task<T> GetAsync<T>(string path) => (await Client.GetFromJsonAsync<T>(path, Json))!;

    public Task<DashboardMetricsDto> MetricsAsync() => GetAsync<DashboardMetricsDto>("/api/v1/metrics");

    public async Task<IReadOnlyList<IngestResult>> IngestAsync(params NewTransaction[] items) =>
        await Services.GetRequiredService<MediatR.IMediator>().Send(new IngestTransactions([.. items], Patience: null));

    /// <summary>All pages of the history that a query selects.</summary>
    public async Task<List<TransactionDto>> HistoryAsync(string query = "", int limit = 500)
    {
        var all = new List<TransactionDto>();
        string? cursor = null;
        do
        {
            var page = await GetAsync<TransactionPage>($"/api/v1/transactions?limit={limit}{query}{(cursor is null ? "" : "&cursor=" + cursor)}");
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>The history as soon as it satisfies the condition: the store is written in batches, a little later than clients are told.</summary>
    public async Task<List<TransactionDto>> HistoryWhenAsync(Func<List<TransactionDto>, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        while (true)
        {
            var all = await HistoryAsync();
            if (condition(all)) return all;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    public async Task SetSimulatorAsync(bool enabled, int transactionsPerSecond) =>
        (await Client.PutAsJsonAsync("/api/v1/simulator", new { enabled, transactionsPerSecond })).EnsureSuccessStatusCode();

    /// <summary>Polls until a snapshot satisfies the condition; throws when that takes longer than half a minute.</summary>
    public Task<DashboardMetricsDto> WaitForAsync(Func<DashboardMetricsDto, bool> condition) => WaitForAsync(condition, TimeSpan.FromSeconds(30));

    public async Task<DashboardMetricsDto> WaitForAsync(Func<DashboardMetricsDto, bool> condition, TimeSpan patience)
    {
        using var cancellation = new CancellationTokenSource(patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (true)
        {
            var metrics = await MetricsAsync();
            if (condition(metrics)) return metrics;
            await timer.WaitForNextTickAsync(cancellation.Token);
        }
    }

    /// <summary>Waits for a snapshot of now in which everything taken in has ended.</summary>
    public Task<DashboardMetricsDto> WaitUntilIdleAsync()
    {
        var asked = TimeProvider.System.GetUtcNow();
        return WaitForAsync(m => m.ComputedAt > asked && m is { Queued: 0, InFlight: 0 } && m.LastHour.Count >= m.Flow.Completed + m.Flow.Failed);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Serilog:MinimumLevel:Default", "Warning");
        builder.UseSetting("Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Warning");
        foreach (var (key, value) in _database.Concat(_settings)) builder.UseSetting(key, value);
        if (_replace is not null) builder.ConfigureServices(_replace);
    }
}

/// <summary>A SQLite file in a folder of its own, deleted at the end.</summary>
internal sealed class TemporaryStore : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-test-");

    public string Folder => _folder.FullName;

    public string File => Path.Combine(_folder.FullName, "dashboard.db");

    public string ConnectionString => $"Data Source={File};Pooling=False";

    public void Dispose() => _folder.Delete(recursive: true);
}
