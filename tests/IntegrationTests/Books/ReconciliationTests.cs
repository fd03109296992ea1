using System.Net;
using System.Text.Json;
using Dashboard.Application.Books;
using Dashboard.IntegrationTests.Storage;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Books;

public abstract class ReconciliationTests : StoreTest
{
    [Fact]
    public async Task The_books_balance_while_transactions_flow_and_when_all_have_ended()
    {
        await using var host = await StartAsync(new() { ["Processing:MaxDelay"] = "00:00:00.300" });
        await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 2_000);
        await host.WaitForAsync(m => m.Flow.Completed > 500);

        for (var i = 0; i < 10; i++) ShouldBalance(await BooksAsync(host));
        await host.SetSimulatorAsync(enabled: false, transactionsPerSecond: 2_000);
        await host.IngestAsync(TestData.Item(reference: "R-1"), TestData.Item(reference: "R-1"), TestData.Item(source: ""));
        await host.WaitUntilIdleAsync();

        var books = await BooksAsync(host);
        ShouldBalance(books);
        books.Stored.Accepted.ShouldBe(books.Flow.Accepted);
        books.Stored.Ended.ShouldBe(books.Flow.Completed + books.Flow.Failed);
        books.Stored.Unfinished.ShouldBe(0);
        (books.Flow.Duplicates + books.Flow.Rejected).ShouldBe(2);
    }

    [Fact]
    public async Task A_row_that_vanishes_or_appears_behind_the_programs_back_is_named()
    {
        await using var host = await StartAsync(new() { ["Processing:MaxDelay"] = "00:00:00.100" });
        var results = await host.IngestAsync([.. Enumerable.Range(0, 20).Select(i => TestData.Item(reference: "R" + i))]);
        await host.WaitUntilIdleAsync();
        ShouldBalance(await BooksAsync(host));

        await ExecuteAsync($"DELETE FROM \"Transactions\" WHERE \"Id\" = {results[7].Id!.Value.Value}");
        await ExecuteAsync($"UPDATE \"Transactions\" SET \"Id\" = \"Id\" + 1000000000 WHERE \"Id\" = {results[19].Id!.Value.Value}");

        var books = await BooksAsync(host);
        books.Balanced.ShouldBeFalse();
        books.Missing.ShouldBe([results[7].Id!.Value.ToString(), results[19].Id!.Value.ToString()]);
        books.Unknown.ShouldHaveSingleItem();
        books.Equations.Where(e => !e.Holds).Select(e => e.Name).ShouldContain("accepted in the store = accepted");
    }

    [Fact]
    public async Task What_an_earlier_run_left_and_this_one_finished_is_in_the_books_once()
    {
        await using (var host = await StartAsync(NeverEnding))
        {
            await host.IngestAsync([.. Enumerable.Range(0, 30).Select(i => TestData.Item(reference: "r" + i))]);
            var running = await BooksAsync(host);
            ShouldBalance(running);
            running.Stored.Unfinished.ShouldBe(30);
        }

        await using var again = await StartAsync(new() { ["Processing:MaxDelay"] = "00:00:00.100" });
        await again.WaitForAsync(m => m.Flow.Recovered == 30 && m is { Queued: 0, InFlight: 0 });

        var books = await BooksAsync(again);
        ShouldBalance(books);
        (books.Stored.Accepted, books.Stored.Ended).ShouldBe((0, 30));
    }

    private static void ShouldBalance(Reconciliation books) =>
        books.Balanced.ShouldBeTrue(JsonSerializer.Serialize(books, DashboardHost.Json));

    private static Task<Reconciliation> BooksAsync(DashboardHost host) => host.GetAsync<Reconciliation>("/api/v1/reconciliation");
}

public sealed class SqliteReconciliationTests : ReconciliationTests
{
    [Fact]
    public async Task While_the_store_is_away_the_answer_is_503_and_says_when_to_ask_again()
    {
        await using var host = await StartAsync(new() { ["Ingest:Patience"] = "00:00:01" });
        await using var other = new SqliteConnection(Database.Settings["ConnectionStrings:Dashboard"]);
        await other.OpenAsync();
        await using (var begin = new SqliteCommand("BEGIN IMMEDIATE", other)) await begin.ExecuteNonQueryAsync();
        using (var refused = await host.Client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("pos", "R-1"))))
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        using var response = await host.Client.GetAsync("/api/v1/reconciliation");

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        await using (var rollback = new SqliteCommand("ROLLBACK", other)) await rollback.ExecuteNonQueryAsync();
    }

    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresReconciliationTests(PostgresServers servers) : ReconciliationTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerReconciliationTests(SqlServers servers) : ReconciliationTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
