using System.Text.Json;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Attacks.Store;

/// <summary>A clock that is two days ahead for some seconds, and is then set right.</summary>
public sealed class ClockAheadTests : IDisposable
{
    private static readonly TimeSpan Jump = TimeSpan.FromDays(2);
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(2);

    private readonly MovableClock _clock = new();
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Times_come_from_the_clock_again_at_once_and_the_order_stays_that_of_the_ids()
    {
        List<TransactionId> ids = [];
        await using (var host = await StartAsync())
        {
            ids.Add(await ObserveAsync(host, "before"));
            _clock.Advance(Jump);
            ids.Add(await ObserveAsync(host, "ahead"));
            _clock.Advance(-Jump);
            ids.Add(await ObserveAsync(host, "back"));
            (await host.WaitForAsync(m => m.LastMinute.Count > 0)).LastMinute.Count.ShouldBeGreaterThanOrEqualTo(1);
            await ShouldBeDegradedAsync(host);
            _clock.Advance(-TimeSpan.FromHours(1));
            ids.Add(await ObserveAsync(host, "earlier"));
            _clock.Advance(TimeSpan.FromHours(1));
        }

        await using var again = await StartAsync();
        ids.Add(await ObserveAsync(again, "restarted"));
        await ShouldBeDegradedAsync(again);

        var history = await again.HistoryAsync();
        history.Select(t => t.Reference).ShouldBe(["restarted", "earlier", "back", "ahead", "before"]);
        ids.ShouldBe(ids.Order());
        var now = _clock.GetUtcNow();
        foreach (var transaction in history)
        {
            var expected = transaction.Reference switch
            {
                "ahead" => now + Jump,
                "earlier" => now - TimeSpan.FromHours(1),
                _ => now,
            };
            transaction.ReceivedAt.ShouldBe(expected, Near);
            transaction.CreatedAt.ShouldBe(expected, Near);
            transaction.CompletedAt!.Value.ShouldBe(expected, Near);
        }
    }

    [Fact]
    public async Task Ranges_of_time_select_by_the_time_of_receipt_page_by_page()
    {
        await using (var host = await StartAsync())
        {
            await ObserveAsync(host, "1 before");
            _clock.Advance(Jump);
            await ObserveAsync(host, "2 ahead");
            _clock.Advance(-Jump);
            for (var i = 0; i < 5; i++) await ObserveAsync(host, $"3 back {i}");
            _clock.Pass(TimeSpan.FromHours(3));
            for (var i = 0; i < 5; i++) await ObserveAsync(host, $"4 later {i}");
        }

        // Also as the start finds it.
        await using var again = await StartAsync();
        _clock.Pass(3 * Jump);
        await ObserveAsync(again, "5 caught up");
        var all = await again.HistoryAsync();
        foreach (var from in all.Select(t => t.ReceivedAt).Append(DateTimeOffset.UnixEpoch))
        {
            foreach (var to in all.Select(t => t.ReceivedAt + TimeSpan.FromMilliseconds(1)).Where(to => to > from))
            {
                var query = $"&from={from:O}&to={to:O}".Replace("+", "%2B", StringComparison.Ordinal);
                (await again.HistoryAsync(query, limit: 2)).Select(t => t.Reference).ShouldBe(
                    all.Where(t => t.ReceivedAt >= from && t.ReceivedAt < to).Select(t => t.Reference), query);
            }
        }

        all.Count.ShouldBe(13);
        var histogram = await again.GetAsync<JsonElement>(
            $"/api/v1/transactions/histogram?from={all[^1].ReceivedAt:O}&buckets=50".Replace("+", "%2B", StringComparison.Ordinal));
        histogram.GetProperty("total").GetInt64().ShouldBe(13);
        var export = await again.Client.GetStringAsync("/api/v1/transactions/export?format=csv");
        export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(14);
    }

    private static async Task<TransactionId> ObserveAsync(DashboardHost host, string reference)
    {
        var item = TestData.Item(reference: reference) with { Status = TransactionStatus.Completed };
        var result = (await host.IngestAsync(item)).ShouldHaveSingleItem();
        result.Outcome.ShouldBe(IngestOutcome.Accepted);
        return result.Id!.Value;
    }

    private static async Task ShouldBeDegradedAsync(DashboardHost host)
    {
        using var response = await host.Client.GetAsync("/health/ready");
        ((int)response.StatusCode).ShouldBe(200);
        var clock = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("checks").GetProperty("clock");
        clock.GetProperty("status").GetString().ShouldBe("Degraded");
        clock.GetProperty("reason").GetString()!.ShouldContain("ahead of the clock");
    }

    private Task<DashboardHost> StartAsync() =>
        DashboardHost.StartAsync(_store, replace: services => services.AddSingleton<TimeProvider>(_clock));
}
