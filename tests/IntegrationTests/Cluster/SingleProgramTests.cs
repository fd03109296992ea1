using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Cluster;

/// <summary>A program without a cluster: a node that is alone.</summary>
public sealed class SingleProgramTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_second_program_on_the_same_store_is_refused_and_the_first_goes_on()
    {
        using var first = new ChildProgram(_store, "Production");
        using var client = await first.ConnectAsync();
        using var second = new ChildProgram(_store, "Production");

        (await second.WaitForExitAsync()).ShouldBe(2);

        string.Join('\n', second.Output).ShouldContain("uses the store. Stop it first.");
        (await client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("pos", "R-1")))).EnsureSuccessStatusCode();
        first.SendTerminate();
        (await first.WaitForExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task The_start_after_a_kill_closes_the_books_of_the_killed_run()
    {
        using (var killed = new ChildProgram(_store, "Production", "--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=200"))
        {
            using var client = await killed.ConnectAsync();
            await Poll.UntilAsync(client.MetricsAsync, m => m.Flow.Completed > 50);
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        await using (var next = await DashboardHost.StartAsync(_store, new() { ["Processing:MaxDelay"] = "00:00:00.100" }))
            await next.WaitForAsync(m => m.Flow is { Queued: 0, InFlight: 0 } && m.Flow.Recovered > 0);
        using var verify = new ChildProgram(_store, "Production", "--verify");

        (await verify.WaitForExitAsync()).ShouldBe(0, string.Join('\n', verify.Output));
        var output = string.Join('\n', verify.Output);
        output.ShouldContain("2 runs, 1 of them without a clean stop");
        output.ShouldContain("holds   accepted, as recorded by all runs = accepted, by the receipts");
        output.ShouldContain("holds   completed + failed, as recorded by all runs");
    }

    [Fact]
    public async Task A_program_that_was_replaced_stops_with_its_own_exit_code()
    {
        using var first = new ChildProgram(_store, "Production", "--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=50");
        using var client = await first.ConnectAsync();
        await Poll.UntilAsync(client.MetricsAsync, m => m.Flow.Accepted > 10);
        // As if the first one ran on another machine, where the second one cannot see it.
        await ExecuteAsync("UPDATE StoreState SET Value = 'elsewhere 1 1' WHERE Name = 'program'");
        using var second = new ChildProgram(_store, "Production");

        (await first.WaitForExitAsync()).ShouldBe(8, string.Join('\n', first.Output));

        string.Join('\n', first.Output).ShouldContain("Not a clean stop. Another program has taken the place of");
        using var next = await second.ConnectAsync();
        await next.WaitUntilIdleAsync();
        second.SendTerminate();
        (await second.WaitForExitAsync()).ShouldBe(0);
        using var verify = new ChildProgram(_store, "Production", "--verify");
        (await verify.WaitForExitAsync()).ShouldBe(0, string.Join('\n', verify.Output));
    }

    [Fact]
    public async Task A_store_of_a_later_version_is_refused_and_both_versions_are_named()
    {
        await using (await DashboardHost.StartAsync(_store)) { }
        await ExecuteAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231000000_Later', '99.0')");
        await ExecuteAsync("UPDATE Nodes SET Version = '9.9.9'");
        using var program = new ChildProgram(_store, "Production");

        (await program.WaitForExitAsync()).ShouldBe(2);

        var output = string.Join('\n', program.Output);
        output.ShouldContain("has the schema 29991231000000_Later of a later version, last used by version 9.9.9. This program is version 0.");
        output.ShouldContain("Start the later version.");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(_store.ConnectionString + ";Default Timeout=30");
        await connection.OpenAsync();
        await using var command = new SqliteCommand(sql, connection);
        (await command.ExecuteNonQueryAsync()).ShouldBeGreaterThan(0);
    }
}
