namespace Dashboard.IntegrationTests.Attacks.Callers;

/// <summary>
/// The others: one sender of single calls, one client of the hub and one reader of the health check. Their figures during an attack are
/// compared with their figures before it.
/// </summary>
internal sealed class Others : IAsyncDisposable
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(LongRunningTests.Enabled ? 60 : 3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

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
    public async Task<Figures> WatchAsync(TimeSpan? span = null)
    {
        var (ready, unready, arrivals) = (0, 0, _hub.Arrivals.Count);
        var acknowledged = new List<TimeSpan>();
        using var over = new CancellationTokenSource(span ?? Span, TimeProvider.System);
        var posting = RepeatAsync(async () =>
        {
            var sent = TimeProvider.System.GetTimestamp();
            if (await PostAsync()) acknowledged.Add(TimeProvider.System.GetElapsedTime(sent));
        }, over.Token);
        var asking = RepeatAsync(async () =>
        {
            if ((await _http.ReadyAsync()).Status == 200) ready++;
            else unready++;
        }, over.Token);
        await Task.WhenAll(posting, asking);
        var ticks = _hub.Arrivals.Skip(arrivals).ToArray();
        return new Figures(acknowledged.Count, ready, unready, ticks.Length)
        {
            Acknowledgements = acknowledged,
            Gaps = [.. ticks.Zip(ticks.Skip(1), (a, b) => TimeProvider.System.GetElapsedTime(a, b))],
        };
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private static Task RepeatAsync(Func<Task> step, CancellationToken over) => Task.Run(
        async () =>
        {
            using var pause = new PeriodicTimer(Pause, TimeProvider.System);
            while (!over.IsCancellationRequested)
            {
                await step();
                await pause.WaitForNextTickAsync(CancellationToken.None);
            }
        },
        CancellationToken.None);

    private async Task<bool> PostAsync()
    {
        using var response = await _http.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("others", "o-" + _sent++)));
        return response.StatusCode == System.Net.HttpStatusCode.Accepted;
    }

    /// <summary>Counts of one span of time.</summary>
    public sealed record Figures(int Acknowledged, int Ready, int Unready, int Ticks)
    {
        public required List<TimeSpan> Acknowledgements { private get; init; }

        public required List<TimeSpan> Gaps { private get; init; }

        /// <summary>99 of 100 acknowledgements take no longer.</summary>
        public TimeSpan AcknowledgementP99 => Acknowledgements.Order().ElementAtOrDefault(Acknowledgements.Count * 99 / 100);

        /// <summary>The longest time between two ticks.</summary>
        public TimeSpan LongestGap => Gaps.DefaultIfEmpty().Max();

        /// <summary>The others keep at least this part of each figure.</summary>
        public void ShouldBeNear(Figures without, double share = 0.05)
        {
            TestContext.Current.SendDiagnosticMessage("{0} during the attack, {1} before it", this, without);
            ((double)Acknowledged).ShouldBeGreaterThan(without.Acknowledged * share, ToString());
            ((double)Ready).ShouldBeGreaterThan(without.Ready * share, ToString());
            // Spans may differ in length; ticks come at the same pace in each.
            Ticks.ShouldBeGreaterThan(without.Ticks / 3, ToString());
        }
    }
}
