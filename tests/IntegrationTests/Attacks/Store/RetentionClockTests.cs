using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Upkeep;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Attacks.Store;

/// <summary>A clock that is ahead, while a retention is set: nothing may be removed because of it.</summary>
public sealed class RetentionClockTests : IDisposable
{
    private const int Count = 100;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly MovableClock _clock = new();
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_clock_that_jumps_while_the_program_runs_removes_nothing()
    {
        await using var host = await StartAsync();
        await IngestAsync(host, Count);

        _clock.Advance(2 * Day);
        (await LeftAfterAPassAsync(host)).ShouldBe(Count);
        await IngestAsync(host, 1);
        (await LeftAfterAPassAsync(host)).ShouldBe(Count + 1);
        _clock.Advance(-2 * Day);
        (await LeftAfterAPassAsync(host)).ShouldBe(Count + 1);

        // Time that passes for both is believed.
        _clock.Pass(4 * Day);
        (await LeftAfterAPassAsync(host)).ShouldBe(0);
    }

    [Fact]
    public async Task A_start_with_a_clock_that_is_ahead_removes_no_more_than_the_share_of_a_day()
    {
        await using (var host = await StartAsync()) await IngestAsync(host, Count);
        _clock.Advance(2 * Day);

        await using (var host = await StartAsync())
        {
            (await LeftAfterAPassAsync(host)).ShouldBe(Count);
            await IngestAsync(host, 1);
            (await LeftAfterAPassAsync(host)).ShouldBe(Count + 1);
        }

        // Another start does not make it true.
        await using var again = await StartAsync();
        (await LeftAfterAPassAsync(again)).ShouldBe(Count + 1);
        _clock.Pass(Day / 2 + TimeSpan.FromHours(1));
        (await LeftAfterAPassAsync(again)).ShouldBe(Count + 1 - 10);
    }

    [Fact]
    public async Task An_operator_who_asks_for_it_gets_everything_removed()
    {
        await using (var host = await StartAsync()) await IngestAsync(host, Count);
        _clock.Advance(2 * Day);

        await using var asked = await StartAsync(share: "1");

        (await LeftAfterAPassAsync(asked)).ShouldBe(0);
    }

    private static async Task IngestAsync(DashboardHost host, int count) => await host.IngestAsync(
        [.. Enumerable.Range(0, count).Select(_ => TestData.Item() with { Status = TransactionStatus.Completed })]);

    private static async Task<int> LeftAfterAPassAsync(DashboardHost host)
    {
        await host.Services.GetRequiredService<Retention>().RunOnceAsync(CancellationToken.None);
        return (await host.HistoryAsync()).Count;
    }

    private Task<DashboardHost> StartAsync(string share = "0.2") => DashboardHost.StartAsync(
        _store, new() { ["Storage:Retention"] = "1.00:00:00", ["Storage:MaxRemovalPerDay"] = share },
        services => services.AddSingleton<TimeProvider>(_clock));
}
