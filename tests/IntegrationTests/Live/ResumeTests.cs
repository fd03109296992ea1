using Dashboard.Application.History;
using Dashboard.Domain.Transactions;

namespace Dashboard.IntegrationTests.Live;

public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    // In full: as many transactions as half a minute brings at a thousand a second, with batches of everything.
    [Fact]
    public async Task A_client_that_was_cut_off_under_load_ends_with_what_the_store_has()
    {
        var missed = LongRunningTests.Enabled ? 30_000 : 4_000;
        await using var host = await DashboardHost.StartAsync(_store, new()
        {
            ["Processing:MaxDelay"] = "00:00:00.300",
            ["Live:MaxTransactionsPerBatch"] = LongRunningTests.Enabled ? "5000" : "1500",
            ["Live:MaxResumeTransactions"] = LongRunningTests.Enabled ? "5000" : "1000",
        });
        await using var client = await HubClient.ConnectAsync(host, fillsGaps: true);
        await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 1_000);
        await client.WaitForAsync(c => c.Newest.Count > 1_000);

        await client.DisconnectAsync();
        var before = (await host.MetricsAsync()).Flow.Accepted;
        await host.WaitForAsync(m => m.Flow.Accepted >= before + missed);
        await client.ConnectAsync();
        await client.WaitForTicksAsync(4);
        await host.SetSimulatorAsync(enabled: false, transactionsPerSecond: 0);
        await host.WaitUntilIdleAsync();
        // A last handful may still be taken in; then both go on and agree a moment later.
        var stored = await host.HistoryWhenAsync(
            all => all.All(t => t.CompletedAt is not null) && Ends(all).SequenceEqual(Ends(client.Newest.Values)));

        client.Answers.Sum(a => a.Transactions.Count).ShouldBeGreaterThanOrEqualTo(missed);
        client.Answers.Count.ShouldBeGreaterThan(1);
        client.Answers.ShouldAllBe(a => !a.SnapshotRequired);
        stored.Count.ShouldBeGreaterThan(missed);
        TestContext.Current.SendDiagnosticMessage(
            "missed {0} or more, stored {1}, {2} answers", missed, stored.Count, client.Answers.Count);
    }

    [Fact]
    public async Task After_a_restart_a_client_is_told_that_it_needs_a_snapshot()
    {
        string epoch;
        await using (var host = await DashboardHost.StartAsync(_store))
        {
            await using var before = await HubClient.ConnectAsync(host, fillsGaps: true);
            await host.IngestAsync(TestData.Item());
            await before.WaitForAsync(c => c.Newest.Values.Any(t => t.CompletedAt is not null));
            epoch = before.Epoch!;
        }

        await using var again = await DashboardHost.StartAsync(_store);
        await using var client = await HubClient.ConnectAsync(again, fillsGaps: true);
        await client.WaitForAsync(c => c.Epoch is not null);

        var answer = await client.ResumeAsync(epoch, sequence: 0);

        (answer.SnapshotRequired, answer.Epoch, answer.IsComplete).ShouldBe((true, client.Epoch!, true));
        answer.Reason.ShouldNotBeNull().ShouldContain("the server has started anew");
        answer.Transactions.ShouldHaveSingleItem().CompletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_client_that_was_away_too_long_is_told_that_it_needs_a_snapshot()
    {
        await using var host = await DashboardHost.StartAsync(_store, new()
        {
            ["Processing:MaxDelay"] = "00:00:00.100",
            ["Live:ResumeWindow"] = "00:00:00",
            ["Live:BroadcastInterval"] = "00:00:00.100",
        });
        await using var client = await HubClient.ConnectAsync(host, fillsGaps: true);
        await host.IngestAsync(TestData.Item());
        await client.WaitForAsync(c => c.Newest.Values.Any(t => t.CompletedAt is not null));
        await client.WaitForTicksAsync(2);

        var tooOld = await client.ResumeAsync(client.Epoch, sequence: 0);
        var upToDate = await client.ResumeAsync(client.Epoch, client.Position);
        var future = await client.ResumeAsync(client.Epoch, client.Position + 1);

        tooOld.SnapshotRequired.ShouldBeTrue();
        tooOld.Reason.ShouldBe($"Changes up to {client.Position} are no longer kept.");
        (upToDate.SnapshotRequired, upToDate.IsComplete, upToDate.Transactions.Count).ShouldBe((false, true, 0));
        future.SnapshotRequired.ShouldBeTrue();
        future.Reason.ShouldBe($"The newest change of this epoch is {client.Position}.");
    }

    private static IEnumerable<(string, TransactionStatus, DateTimeOffset?)> Ends(IEnumerable<TransactionDto> transactions) =>
        transactions.OrderBy(t => t.Id, StringComparer.Ordinal).Select(t => (t.Id, t.Status, t.CompletedAt));
}
