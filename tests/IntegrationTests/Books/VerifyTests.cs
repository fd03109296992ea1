using Dashboard.Infrastructure.Storage.Upkeep;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Books;

/// <summary>The check of a stopped store from the command line.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_stopped_store_is_verified_from_the_command_line()
    {
        var (code, output) = await VerifyAsync();
        code.ShouldBe(2);
        output.ShouldContain("there is no store");
        File.Exists(_store.File).ShouldBeFalse();

        string id;
        await using (var host = await DashboardHost.StartAsync(_store, new() { ["Processing:MaxDelay"] = "00:00:00.100" }))
        {
            id = (await host.IngestAsync(TestData.Item(), TestData.Item(), TestData.Item(account: "")))[0].Id!.Value.ToString();
            await host.WaitUntilIdleAsync();
        }

        (code, output) = await VerifyAsync();
        code.ShouldBe(0, output);
        output.ShouldContain("received = accepted + duplicates + rejected + refused, as recorded by all runs: 3 = 3");
        output.ShouldContain("The books balance.");

        await ExecuteAsync("DELETE FROM Transactions WHERE Id = (SELECT MIN(Id) FROM Transactions)");
        (code, output) = await VerifyAsync();
        code.ShouldBe(1);
        output.ShouldContain("acknowledged but missing: 1, " + id);
    }

    [Fact]
    public async Task After_a_kill_the_store_still_verifies()
    {
        using (var program = new ChildProgram(_store, "Production", "--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=200"))
        {
            using var client = await program.ConnectAsync();
            await Poll.UntilAsync(client.MetricsAsync, m => m.Flow.Completed > 100);
            program.Kill();
            await program.WaitForExitAsync();
        }

        var (code, output) = await VerifyAsync();

        code.ShouldBe(0, output);
        output.ShouldContain("1 runs, 1 of them without a clean stop");
    }

    [Fact]
    public async Task A_store_whose_old_rows_are_removed_verifies_and_still_names_what_vanished()
    {
        var clock = new MovableClock();
        var settings = new Dictionary<string, string?> { ["Storage:Retention"] = "01:00:00", ["Processing:MaxDelay"] = "00:00:00.100" };
        string id;
        await using (var host = await DashboardHost.StartAsync(_store, settings, services => services.AddSingleton<TimeProvider>(clock)))
        {
            await host.IngestAsync(TestData.Item(), TestData.Item(), TestData.Item());
            await host.WaitUntilIdleAsync();
            clock.Pass(TimeSpan.FromHours(2));
            id = (await host.IngestAsync(TestData.Item(), TestData.Item()))[0].Id!.Value.ToString();
            await host.WaitForAsync(m => m is { Queued: 0, InFlight: 0 });
            await host.Services.GetRequiredService<Retention>().RunOnceAsync(CancellationToken.None);
        }

        var (code, output) = await VerifyAsync();
        code.ShouldBe(0, output);
        output.ShouldContain("accepted, as recorded by all runs = accepted, by the receipts: 5 = 5");
        output.ShouldContain("removed after their time: 3");

        await ExecuteAsync("DELETE FROM Transactions WHERE Id = (SELECT MIN(Id) FROM Transactions)");
        (code, output) = await VerifyAsync();
        code.ShouldBe(1);
        output.ShouldContain("acknowledged but missing: 1, " + id);
    }

    private async Task<(int Code, string Output)> VerifyAsync()
    {
        using var program = new ChildProgram(_store, "Production", "--verify");
        return (await program.WaitForExitAsync(), string.Join('\n', program.Output));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(_store.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqliteCommand(sql, connection);
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }
}
