using System.Net;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Attacks.Store;

/// <summary>The files of the store are removed or replaced while the program has them open.</summary>
public sealed class StoreFileTests : IDisposable
{
    private const int Calls = 20;

    private readonly TemporaryStore _store = new();
    private int _sent;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task With_the_database_file_removed_nothing_is_acknowledged_and_no_reader_makes_an_empty_one()
    {
        await using var host = await StartAsync();
        (await PostAsync(host)).ShouldBe(HttpStatusCode.Accepted);

        File.Move(_store.File, _store.File + ".away");

        for (var i = 0; i < Calls; i++) (await PostAsync(host)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        await ShouldNotBeReadyAsync(host, "removed");
        await host.Client.GetAsync("/api/v1/transactions");
        File.Exists(_store.File).ShouldBeFalse();

        // The same file again: the program goes on by itself.
        File.Move(_store.File + ".away", _store.File);
        await Poll.UntilAsync(async () => (await host.Client.ReadyAsync()).Status == 200);
        await Poll.UntilAsync(async () => await PostAsync(host) == HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_replaced_database_file_is_noticed()
    {
        await using var host = await StartAsync();
        (await PostAsync(host)).ShouldBe(HttpStatusCode.Accepted);
        File.Copy(_store.File, _store.File + ".copy");

        File.Move(_store.File + ".copy", _store.File, overwrite: true);

        for (var i = 0; i < Calls; i++) (await PostAsync(host)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        await ShouldNotBeReadyAsync(host, "replaced");
    }

    [Fact]
    public async Task A_removed_log_is_noticed_and_stays_noticed()
    {
        await using var host = await StartAsync();
        (await PostAsync(host)).ShouldBe(HttpStatusCode.Accepted);

        File.Delete(_store.File + "-wal");
        await using (var other = new SqliteConnection(_store.ConnectionString)) await other.OpenAsync();

        for (var i = 0; i < Calls; i++) (await PostAsync(host)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        await ShouldNotBeReadyAsync(host, "-wal");
    }

    [Fact]
    public async Task What_makes_the_program_not_ready_refuses_calls()
    {
        await using var host = await StartAsync();
        await using var other = new SqliteConnection(_store.ConnectionString);
        await other.OpenAsync();
        await using (var spoil = new SqliteCommand("ALTER TABLE Transactions RENAME TO Elsewhere", other)) await spoil.ExecuteNonQueryAsync();

        await ShouldNotBeReadyAsync(host, "no such table");
        (await PostAsync(host)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        var refused = $"F-{_sent}";

        await using (var mend = new SqliteCommand("ALTER TABLE Elsewhere RENAME TO Transactions", other)) await mend.ExecuteNonQueryAsync();
        await Poll.UntilAsync(async () => await PostAsync(host) == HttpStatusCode.Accepted);
        // The failure of a commit would have been answered alike, but the payment would have waited and be stored by now.
        (await host.HistoryAsync()).ShouldNotContain(t => t.Reference == refused);
    }

    private static async Task ShouldNotBeReadyAsync(DashboardHost host, string reason)
    {
        var (status, text) = await host.Client.ReadyAsync();
        status.ShouldBe(503);
        text!.ShouldContain(reason);
    }

    private async Task<HttpStatusCode> PostAsync(DashboardHost host)
    {
        using var response = await host.Client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("file", $"F-{++_sent}")));
        return response.StatusCode;
    }

    private Task<DashboardHost> StartAsync() =>
        DashboardHost.StartAsync(_store, new() { ["Ingest:Patience"] = "00:00:01", ["Processing:MaxDelay"] = "00:00:00.100" });
}
