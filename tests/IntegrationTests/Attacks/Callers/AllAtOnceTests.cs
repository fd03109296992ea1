using Dashboard.IntegrationTests.History;

namespace Dashboard.IntegrationTests.Attacks.Callers;

/// <summary>
/// Questions that match nothing, negotiations without a connection, answers of Resume that no client reads, slow exports and dripping
/// bodies, all at once. The long form takes five minutes on two million rows.
/// </summary>
[Collection(AttackCollection.Name)]
public sealed class AllAtOnceTests : IDisposable
{
    private const int MaxMegabytes = 500;
    private static readonly int Rows = LongRunningTests.Enabled ? 2_000_000 : 100_000;
    private static readonly int Journal = LongRunningTests.Enabled ? 140_000 : 10_000;
    private static readonly int Deaf = LongRunningTests.Enabled ? 500 : 60;
    private static readonly TimeSpan? Span = LongRunningTests.Enabled ? TimeSpan.FromMinutes(5) : null;
    private static readonly DateTimeOffset Newest = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task All_attacks_at_once_leave_acknowledgements_ticks_health_and_memory_alone()
    {
        // The program makes the schema.
        await using (await DashboardHost.StartAsync(_store)) await StoredRows.FillAsync(_store, Rows, Newest);
        using var program = new ChildProgram(_store, "Production");
        using var http = await program.ConnectAsync();
        await using var others = await Others.JoinAsync(http);
        var without = await others.WatchAsync();
        for (var sent = 0; sent < Journal; sent += 5_000) await FillJournalAsync(http, sent);
        var before = program.WorkingSet;

        using var over = new CancellationTokenSource();
        var attack = new AllAtOnce(http.BaseAddress!, Deaf).RunAsync(over.Token);
        var during = await others.WatchAsync(Span);
        await over.CancelAsync();
        await attack;

        TestContext.Current.SendDiagnosticMessage(
            "acknowledgement p99 {0} ms, before {1} ms; longest gap between ticks {2} ms, before {3} ms; memory {4} MB at most, before {5} MB",
            during.AcknowledgementP99.TotalMilliseconds, without.AcknowledgementP99.TotalMilliseconds,
            during.LongestGap.TotalMilliseconds, without.LongestGap.TotalMilliseconds, program.PeakMemoryBytes >> 20, before >> 20);
        (program.PeakMemoryBytes >> 20).ShouldBeLessThan(MaxMegabytes);
        during.Unready.ShouldBe(0);
        during.ShouldBeNear(without);
        // Over a few seconds, these figures say nothing.
        if (!LongRunningTests.Enabled) return;
        during.AcknowledgementP99.ShouldBeLessThan(without.AcknowledgementP99 * 10);
        during.LongestGap.ShouldBeLessThan(TimeSpan.FromSeconds(1.5), "a tick was later than a second");
    }

    private static async Task FillJournalAsync(HttpClient http, int from)
    {
        var items = Enumerable.Range(from, 5_000).Select(i => TestData.Json("journal", "j-" + i).Replace(
            "}", ",\"status\":\"Completed\"}", StringComparison.Ordinal));
        using var answer = await http.PostAsync("/api/v1/transactions/batch", ApiCalls.JsonBody($"[{string.Join(',', items)}]"));
        answer.EnsureSuccessStatusCode();
    }
}
