using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Live;

public sealed class LiveViewTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_client_sees_every_transaction_with_its_end_and_the_store_agrees()
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Processing:MaxDelay"] = "00:00:00.300" });
        await using var client = await HubClient.ConnectAsync(host);

        await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 100);
        await client.WaitForAsync(c => c.Newest.Count > 300);
        await host.SetSimulatorAsync(enabled: false, transactionsPerSecond: 100);
        var metrics = await host.WaitUntilIdleAsync();
        await client.WaitForAsync(c => c.Newest.Count == metrics.Flow.Accepted && c.Newest.Values.All(t => t.CompletedAt is not null));

        client.Batches.ShouldAllBe(b => b.Count <= 200);
        client.Batches.Count.ShouldBeLessThanOrEqualTo(client.Metrics.Count);
        var stored = await host.HistoryWhenAsync(all => all.All(t => t.CompletedAt is not null));
        stored.Select(t => t.Id).ShouldBe(client.Newest.Keys.OrderDescending());
        foreach (var transaction in stored)
        {
            var seen = client.Newest[transaction.Id];
            seen.ShouldBeEquivalentTo(transaction with { Sequence = seen.Sequence });
        }
    }

    [Fact]
    public async Task A_client_that_just_connected_gets_transactions_metrics_and_open_alerts_at_once()
    {
        await using var host = await DashboardHost.StartAsync(
            _store, new() { ["Processing:MaxDelay"] = "00:00:00.100", ["Live:BroadcastInterval"] = "00:00:05" });
        await host.IngestAsync(TestData.Item(amount: 5_000), TestData.Item());
        await host.WaitUntilIdleAsync();

        await using var client = await HubClient.ConnectAsync(host);
        await client.WaitForAsync(c => !c.Alerts.IsEmpty);

        client.Newest.Count.ShouldBe(2);
        client.Metrics.First().LastHour.Count.ShouldBe(2);
        client.Alerts.ShouldHaveSingleItem().Rule.ShouldBe("large_amount");
    }

    [Fact]
    public async Task A_newly_flagged_transaction_raises_an_alert_that_counts_up_when_it_fires_again()
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Processing:MaxDelay"] = "00:00:00.100" });
        await using var client = await HubClient.ConnectAsync(host);

        await host.IngestAsync(TestData.Item(amount: 5_000));
        await client.WaitForAsync(c => c.Alerts.Any(a => a.Count == 1));
        await host.IngestAsync(TestData.Item(amount: -7_000));
        await client.WaitForAsync(c => c.Alerts.Any(a => a.Count == 2));

        client.Alerts.Select(a => a.Id).Distinct().ShouldHaveSingleItem();
        client.Alerts.ShouldAllBe(a => a.Rule == "large_amount" && a.Subject == "ACC-1");
        client.Newest.Values.ShouldAllBe(t => t.Flags.Contains("large_amount"));
    }

    [Fact]
    public async Task The_figures_equal_the_history()
    {
        await using var host = await DashboardHost.StartAsync(
            _store, new() { ["Processing:MaxDelay"] = "00:00:00.200", ["Processing:FailureRate"] = "0.3" });
        await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 500);
        await host.WaitForAsync(m => m.Flow.Accepted > 1_000);
        await host.SetSimulatorAsync(enabled: false, transactionsPerSecond: 500);
        await host.WaitUntilIdleAsync();
        // A last handful may still be taken in after that.
        var flow = host.Services.GetRequiredService<FlowCounters>();
        var stored = await host.HistoryWhenAsync(all => all.All(t => t.CompletedAt is not null) && all.Count == flow.Snapshot().Accepted);
        var metrics = await host.WaitUntilIdleAsync();

        var hour = metrics.LastHour;
        hour.Count.ShouldBe(stored.Count);
        hour.Completed.ShouldBe(stored.Count(t => t.Status == TransactionStatus.Completed));
        hour.Failed.ShouldBe(stored.Count(t => t.Status == TransactionStatus.Failed));
        hour.Flagged.ShouldBe(stored.Count(t => t.Flags.Count > 0));
        hour.Volumes.ToDictionary(v => v.Currency, v => v.Amount).ShouldBe(
            stored.GroupBy(t => t.Currency).ToDictionary(g => g.Key, g => g.Sum(t => t.Amount)), ignoreOrder: true);
        hour.Volumes.ToDictionary(v => v.Currency, v => (v.Completed, v.Refunded)).ShouldBe(
            stored.GroupBy(t => t.Currency).ToDictionary(g => g.Key, g => (
                g.Where(t => t is { Status: TransactionStatus.Completed, Amount: > 0 }).Sum(t => t.Amount),
                -g.Where(t => t is { Status: TransactionStatus.Completed, Amount: < 0 }).Sum(t => t.Amount))), ignoreOrder: true);
        hour.AverageProcessingMs.ShouldBe(stored.Average(t => t.ProcessingMs!.Value), tolerance: 0.001);
        metrics.TopSources.Sum(s => s.Count).ShouldBe(stored.Count);
        metrics.Flow.Accepted.ShouldBe(stored.Count);
        metrics.Flow.Received.ShouldBe(metrics.Flow.Accepted);
    }
}
