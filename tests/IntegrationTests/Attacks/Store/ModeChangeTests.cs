using Dashboard.Application;
using Dashboard.Application.Pipeline;

namespace Dashboard.IntegrationTests.Attacks.Store;

/// <summary>A start that forgot the mode in which the store was run.</summary>
public sealed class ModeChangeTests : IDisposable
{
    private static readonly Dictionary<string, string?> External = new() { ["Processing:Mode"] = "External" };

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_start_in_another_mode_decides_nothing_about_payments_that_wait()
    {
        await LeaveWaitingAsync(3);

        using (var program = new ChildProgram(_store, "Production"))
        {
            (await program.WaitForExitAsync()).ShouldBe(7, string.Join('\n', program.Output));
            var line = await program.WaitForLineAsync("Not started.");
            line.ShouldContain("Processing:Mode=External");
            line.ShouldContain("3 transactions wait");
            line.ShouldContain("Processing:TakeOverFrom=External");
            program.Output.ShouldNotContain(l => l.StartsWith("   at ", StringComparison.Ordinal));
        }

        await using var again = await DashboardHost.StartAsync(_store, External);
        await again.WaitForAsync(m => m.Flow is { Recovered: 3, InFlight: 3 });
        (await again.HistoryAsync()).ShouldAllBe(t => t.CompletedAt == null);
    }

    [Fact]
    public async Task The_change_is_made_when_it_is_asked_for_by_name_and_then_remembered()
    {
        await LeaveWaitingAsync(2);
        await Should.ThrowAsync<ModeChangedException>(() => DashboardHost.StartAsync(_store));
        await Should.ThrowAsync<ModeChangedException>(
            () => DashboardHost.StartAsync(_store, new() { ["Processing:TakeOverFrom"] = nameof(ProcessingMode.Simulated) }));

        await using (var host = await DashboardHost.StartAsync(
            _store, new() { ["Processing:TakeOverFrom"] = "External", ["Processing:MaxDelay"] = "00:00:00.100" }))
            await host.WaitForAsync(m => m.Flow is { Recovered: 2, InFlight: 0, Queued: 0 });

        await using var again = await DashboardHost.StartAsync(_store);
        (await again.HistoryAsync()).ShouldAllBe(t => t.CompletedAt != null);
    }

    [Fact]
    public async Task Without_unfinished_payments_the_mode_may_change_at_any_start()
    {
        await using (var host = await DashboardHost.StartAsync(_store)) await host.IngestAsync();

        await using (await DashboardHost.StartAsync(_store, External)) { }

        await using (await DashboardHost.StartAsync(_store)) { }
    }

    private async Task LeaveWaitingAsync(int count)
    {
        await using var host = await DashboardHost.StartAsync(_store, External);
        await host.IngestAsync([.. Enumerable.Range(0, count).Select(i => TestData.Item(reference: "W" + i))]);
        await host.WaitForAsync(m => m.InFlight == count);
    }
}
