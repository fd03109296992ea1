namespace Dashboard.IntegrationTests.Attacks.Callers;

/// <summary>
/// The others: one sender of single calls, one client of the hub and one reader of the health check. Their figures during an attack are
/// compared with their figures before it.
/// </summary>
internal sealed class Others : IAsyncDisposable
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(LongRunningTests.Enabled ? 60 : 3);

    private readonly HttpClient _http;
    private readonly HubClient _hub;
    private int _sent;

    private Others(HttpClient http, HubClient hub) => (_http, _hub) = (http, hub);

    public static async Task<Others> JoinAsync(HttpClient http)
    {
        var others = new Others(http, await HubClient.ConnectAsync(http.BaseAddress!));
        await others._hub.WaitForTicksAsync(2);
        await others.PostAsync();
        return others;
    }

    /// <summary>What the others get in a span of time.</summary>
    public async Task<Figures> WatchAsync()
    {
        var (acknowledged, ready, ticks) = (0, 0, _hub.Ticks);
        using var over = new CancellationTokenSource(Span, TimeProvider.System);
        var posting = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested) acknowledged += await PostAsync() ? 1 : 0;
        });
        var asking = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested) ready += (await _http.ReadyAsync()).Status == 200 ? 1 : 0;
        });
        await Task.WhenAll(posting, asking);
        return new Figures(acknowledged, ready, _hub.Ticks - ticks);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private async Task<bool> PostAsync()
    {
        using var response = await _http.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("others", "o-" + _sent++)));
        return response.StatusCode == System.Net.HttpStatusCode.Accepted;
    }

    /// <summary>Counts of one span of time.</summary>
    public sealed record Figures(int Acknowledged, int Ready, int Ticks)
    {
        /// <summary>The others keep at least this part of each figure.</summary>
        public void ShouldBeNear(Figures without, double share = 0.05)
        {
            TestContext.Current.SendDiagnosticMessage("{0} during the attack, {1} before it", this, without);
            ((double)Acknowledged).ShouldBeGreaterThan(without.Acknowledged * share, ToString());
            ((double)Ready).ShouldBeGreaterThan(without.Ready * share, ToString());
            Ticks.ShouldBeGreaterThan(without.Ticks / 3, ToString());
        }
    }
}
