using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Api;
using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Application.Live;
using Dashboard.Testing.Clients;
using Dashboard.Testing.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Testing.Hosts;

/// <summary>
/// The whole program inside the test process, on a free port, over a store of its own. It is built by the function that the program itself
/// uses, and nothing but this object starts and stops it. Disposing it is a clean stop; the store stays.
/// </summary>
public sealed class DashboardHost : IAsyncDisposable
{
    /// <summary>Reads what the program answers.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private static readonly Dictionary<string, string?> Common = new()
    {
        ["environment"] = "Production",
        ["applicationName"] = "Dashboard.Api",
        ["contentRoot"] = AppContext.BaseDirectory,
        ["urls"] = "http://127.0.0.1:0",
        // Tests of the sign-in set a mode.
        ["Auth:AllowAnonymous"] = "true",
        // Longer than any commit takes on a busy machine. Tests of the refusal after the patience set their own.
        ["Ingest:Patience"] = "00:01:00",
        ["Serilog:MinimumLevel:Default"] = "Warning",
        ["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Warning",
    };

    private readonly WebApplication _app;

    private DashboardHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TestTimeout.Limit };
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public IServiceProvider Services => _app.Services;

    public static Task<DashboardHost> StartAsync(
        TemporaryStore store, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? replace = null) =>
        StartAsync(new Dictionary<string, string?> { ["ConnectionStrings:Dashboard"] = store.ConnectionString }, settings, replace);

    /// <param name="database">The settings that name the store.</param>
    /// <param name="settings">Further settings; they win over those of the tests and of the store.</param>
    /// <param name="replace">Replaces services of the program.</param>
    public static async Task<DashboardHost> StartAsync(
        Dictionary<string, string?> database, Dictionary<string, string?>? settings, Action<IServiceCollection>? replace = null)
    {
        var arguments = Common.Concat(database).Concat(settings ?? []).Select(s => $"--{s.Key}={s.Value}");
        var app = DashboardApplication.Build([.. arguments], builder => replace?.Invoke(builder.Services));
        try
        {
            await DashboardApplication.StartAsync(app);
            return new DashboardHost(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public Task<T> GetAsync<T>(string path) => Client.ReadAsync<T>(path);

    public Task<DashboardMetricsDto> MetricsAsync() => Client.MetricsAsync();

    /// <summary>All pages of the history that a query selects.</summary>
    public Task<List<TransactionDto>> HistoryAsync(string query = "", int limit = 500) => Client.HistoryAsync(query, limit);

    /// <summary>The history once it satisfies the condition: the store is written a little after the clients are told.</summary>
    public Task<List<TransactionDto>> HistoryWhenAsync(Func<List<TransactionDto>, bool> condition) =>
        Poll.UntilAsync(() => HistoryAsync(), condition);

    /// <summary>Ingests as a feed inside the program does.</summary>
    public async Task<IReadOnlyList<IngestResult>> IngestAsync(params NewTransaction[] items) =>
        await Services.GetRequiredService<MediatR.IMediator>().Send(new IngestTransactions([.. items], Patience: null));

    public async Task SetSimulatorAsync(bool enabled, int transactionsPerSecond) =>
        (await Client.PutAsJsonAsync("/api/v1/simulator", new { enabled, transactionsPerSecond })).EnsureSuccessStatusCode();

    /// <summary>Polls until a snapshot satisfies the condition; gives that snapshot.</summary>
    public Task<DashboardMetricsDto> WaitForAsync(Func<DashboardMetricsDto, bool> condition) => Poll.UntilAsync(MetricsAsync, condition);

    /// <summary>Waits for a snapshot, made after this call, in which everything taken in has ended.</summary>
    public Task<DashboardMetricsDto> WaitUntilIdleAsync()
    {
        var asked = TimeProvider.System.GetUtcNow();
        return WaitForAsync(
            m => m.ComputedAt > asked && m is { Queued: 0, InFlight: 0 } && m.LastHour.Count >= m.Flow.Completed + m.Flow.Failed);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
