using Dashboard.Domain.Transactions;
using Dashboard.IntegrationTests.Storage;

namespace Dashboard.IntegrationTests.Pipeline;

public abstract class RestartTests : StoreTest
{
    [Fact]
    public async Task After_a_clean_stop_everything_a_client_was_told_is_in_the_store()
    {
        Dictionary<string, (string Id, TransactionStatus Status)> told;
        await using (var host = await StartAsync(new() { ["Processing:MaxDelay"] = "00:00:01" }))
        {
            await using var client = await HubClient.ConnectAsync(host);
            await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 100);
            await client.WaitForAsync(c => c.Newest.Values.Count(t => t.CompletedAt is not null) > 100);
            told = client.Newest.Values.ToDictionary(t => t.Id, t => (t.Id, t.Status));
        }

        await using var again = await StartAsync();
        var stored = (await again.HistoryAsync()).ToDictionary(t => t.Id);

        told.Keys.ShouldAllBe(id => stored.ContainsKey(id));
        foreach (var (id, status) in told.Values.Where(t => t.Status >= TransactionStatus.Completed)) stored[id].Status.ShouldBe(status);
        stored.Values.ShouldAllBe(t => t.Status >= TransactionStatus.Completed, "the stop waited for everything in flight");
    }

    [Fact]
    public async Task What_a_stop_left_unfinished_is_taken_up_once_by_the_next_start()
    {
        await using (var host = await StartAsync(NeverEnding))
        {
            await host.IngestAsync([.. Enumerable.Range(0, 40).Select(i => TestData.Item(reference: "r" + i))]);
            await host.WaitForAsync(m => m.InFlight == 40);
        }

        await using var again = await StartAsync(new() { ["Processing:MaxDelay"] = "00:00:00.100" });
        var metrics = await again.WaitForAsync(m => m.Flow.Recovered == 40 && m is { Queued: 0, InFlight: 0 } && m.LastHour.Count == 40);

        metrics.Flow.Accepted.ShouldBe(0);
        (metrics.Flow.Completed + metrics.Flow.Failed).ShouldBe(40);
        (await again.HistoryAsync()).Count.ShouldBe(40);
    }

    [Fact]
    public async Task A_restart_does_not_blank_the_tiles_the_rows_or_the_alerts()
    {
        long count;
        await using (var host = await StartAsync(new() { ["Processing:MaxDelay"] = "00:00:00.100" }))
        {
            await host.IngestAsync(TestData.Item(amount: 9_000), TestData.Item(), TestData.Item(amount: 9_000));
            count = (await host.WaitUntilIdleAsync()).LastHour.Count;
        }

        await using var again = await StartAsync();
        await using var client = await HubClient.ConnectAsync(again);
        await client.WaitForAsync(c => !c.Alerts.IsEmpty);

        count.ShouldBe(3);
        client.Metrics.First().LastHour.Count.ShouldBe(3);
        client.Newest.Count.ShouldBe(3);
        client.Alerts.First().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Ids_of_a_new_start_are_above_all_stored_ones()
    {
        string highest;
        await using (var host = await StartAsync()) highest = (await host.IngestAsync(TestData.Item())).Single().Id!.Value.ToString();

        await using var again = await StartAsync();
        var next = (await again.IngestAsync(TestData.Item())).Single().Id!.Value.ToString();

        string.CompareOrdinal(next, highest).ShouldBeGreaterThan(0);
    }
}

public sealed class SqliteRestartTests : RestartTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresRestartTests(PostgresServers servers) : RestartTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerRestartTests(SqlServers servers) : RestartTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
