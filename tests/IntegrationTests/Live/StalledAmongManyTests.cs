
namespace Dashboard.IntegrationTests.Live;

/// <summary>The real program in a process of its own under 1,000 transactions a second, with fifty clients.</summary>
public sealed class StalledAmongManyTests : IDisposable
{
    private const int Healthy = 49;
    // Until then what is kept for clients that come back fills, and the collector finds its size.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Duration = WarmUp + TimeSpan.FromMinutes(5);

    private readonly TemporaryStore _store = new();
    private readonly List<RawHubClient> _clients = [];

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task One_stalled_client_among_fifty_costs_the_others_no_tick_and_the_server_no_memory()
    {
        Assert.SkipUnless(LongRunningTests.Enabled, LongRunningTests.HowTo);
        using var program = new ChildProgram(
            _store, "Production", "--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=1000",
                "--Processing:MaxDelay=00:00:00.300",
            "--Live:ResumeWindow=00:00:45");
        using var http = await program.ConnectAsync();
        for (var i = 0; i < Healthy; i++)
        {
            _clients.Add(await RawHubClient.ConnectAsync(http.BaseAddress!));
            _clients[^1].ReadUpdates();
        }

        // This is a measurement of real time: it takes eight minutes and runs on request only.
        var stalled = await RawHubClient.ConnectAsync(http.BaseAddress!);
        var memory = new List<long>();
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (TimeProvider.System.GetElapsedTime(started) < Duration)
        {
            await timer.WaitForNextTickAsync();
            if (TimeProvider.System.GetElapsedTime(started) > WarmUp) memory.Add(program.WorkingSet);
            if (!stalled.IsCut) continue;
            // Another takes its place, so that one is stalled all the time.
            await stalled.DisposeAsync();
            stalled = await RawHubClient.ConnectAsync(http.BaseAddress!);
        }

        var intervals = _clients.SelectMany(c => c.Intervals()).Order().ToArray();
        var named = program.Output.Where(l => l.Contains("disconnected;", StringComparison.Ordinal)).ToList();
        var cut = named.Count(l => l.Contains("disconnected because it did not read", StringComparison.Ordinal));
        var p99 = intervals[(int)(intervals.Length * 0.99)];
        // A minute at each end, so that one collection of garbage more or less does not decide.
        var (first, last) = (memory.Take(60).Average(), memory.TakeLast(60).Average());
        TestContext.Current.SendDiagnosticMessage(
            "{0} intervals: p50 {1:0} ms, p99 {2:0} ms, max {3:0} ms; {4} cut; {5:0} MB in the fourth minute, {6:0} MB in the eighth",
            intervals.Length, intervals[intervals.Length / 2].TotalMilliseconds, p99.TotalMilliseconds, intervals[^1].TotalMilliseconds,
                cut, first / 1e6, last / 1e6);
        foreach (var line in named) TestContext.Current.SendDiagnosticMessage(line);
        cut.ShouldBeGreaterThan(0);
        intervals.Length.ShouldBeGreaterThan((int)(Healthy * Duration.TotalSeconds * 1.8));
        p99.ShouldBeLessThan(TimeSpan.FromMilliseconds(600));
        last.ShouldBeLessThan(first * 1.1);

        await stalled.DisposeAsync();
        foreach (var client in _clients) await client.DisposeAsync();
    }
}
