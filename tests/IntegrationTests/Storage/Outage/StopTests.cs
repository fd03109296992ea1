using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Storage;

public sealed class StopTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_stop_while_the_store_is_away_ends_and_says_what_was_not_written()
    {
        using var program = new ChildProgram(
            _store, "Production", "--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=50",
            "--ConnectionStrings:Dashboard=" + _store.ConnectionString + ";Default Timeout=1");
        await program.WaitForLineAsync("Application started");
        await using var other = new SqliteConnection(_store.ConnectionString + ";Default Timeout=5");
        await other.OpenAsync();
        await using (var begin = new SqliteCommand("BEGIN IMMEDIATE", other)) await begin.ExecuteNonQueryAsync();
        await program.WaitForLineAsync("The store is unavailable");

        program.SendInterrupt();
        (await program.WaitForExitAsync()).ShouldBe(6);

        await program.WaitForLineAsync("Not a clean stop. The store was unavailable at the stop, and ");
    }
}
