using System.Net;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Live;

/// <summary>What is not committed is shown to nobody and counted nowhere.</summary>
public sealed class UncommittedTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_transaction_is_shown_and_counted_after_its_commit_and_not_before()
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Ingest:Patience"] = "00:00:30" });
        await using var viewer = await HubClient.ConnectAsync(host);
        await using var other = new SqliteConnection(_store.ConnectionString);
        await other.OpenAsync();
        await ExecuteAsync(other, "BEGIN IMMEDIATE");

        var waiting = host.Client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("pos", "U-1")));
        await viewer.WaitForTicksAsync(4);

        waiting.IsCompleted.ShouldBeFalse();
        viewer.Newest.ShouldBeEmpty();
        (await host.MetricsAsync()).Flow.Accepted.ShouldBe(0);

        await ExecuteAsync(other, "ROLLBACK");
        (await waiting).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await viewer.WaitForAsync(v => v.Newest.Values.Any(t => t.Reference == "U-1"));
        (await host.MetricsAsync()).Flow.Accepted.ShouldBe(1);
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = new SqliteCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
