using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Hosting;

/// <summary>A start without a store or an address that can be used, and one after a start that did not come far.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public Task A_store_that_is_a_folder_stops_the_start_with_a_sentence()
    {
        Directory.CreateDirectory(_store.File);
        return ShouldNotStartAsync(exitCode: 2, "cannot be opened", _store.File);
    }

    [Fact]
    public Task A_store_that_is_another_file_stops_the_start_with_a_sentence()
    {
        File.WriteAllText(_store.File, string.Join('\n', Enumerable.Repeat("date,amount", 1_000)));
        return ShouldNotStartAsync(exitCode: 2, "file is not a database", _store.File);
    }

    [Fact]
    public async Task A_store_that_somebody_else_holds_stops_the_start_with_a_sentence()
    {
        await using var other = new SqliteConnection(_store.ConnectionString);
        await other.OpenAsync();
        await using var begin = new SqliteCommand("BEGIN EXCLUSIVE", other);
        await begin.ExecuteNonQueryAsync();
        await ShouldNotStartAsync(exitCode: 2, "database is locked", _store.File);
    }

    [Fact]
    public Task A_folder_that_cannot_be_made_stops_the_start_with_a_sentence()
    {
        File.WriteAllText(Path.Combine(_store.Folder, "file"), "");
        return ShouldNotStartAsync(
            exitCode: 1, "ConnectionStrings:Dashboard", "file",
                $"--ConnectionStrings:Dashboard=Data Source={_store.Folder}/file/dashboard.db");
    }

    [Fact]
    public Task A_connection_string_that_is_none_stops_the_start_with_a_sentence() =>
        ShouldNotStartAsync(exitCode: 1, "ConnectionStrings:Dashboard", "nonsense", "--ConnectionStrings:Dashboard=nonsense=1");

    [Fact]
    public async Task An_address_that_somebody_else_has_stops_the_start_with_a_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = other.LocalEndpoint.ToString()!;
        await ShouldNotStartAsync(exitCode: 3, "address already in use", address, "--urls=http://" + address);
    }

    [Fact]
    public async Task A_start_that_was_killed_while_it_made_the_schema_does_not_hold_up_the_next()
    {
        await using (var killed = new SqliteConnection(_store.ConnectionString))
        {
            await killed.OpenAsync();
            await using var left = new SqliteCommand(
                """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00+00:00');
                """, killed);
            await left.ExecuteNonQueryAsync();
        }

        using var program = new ChildProgram(_store, "Production");
        using var client = await program.ConnectAsync();

        (await client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task ShouldNotStartAsync(int exitCode, string reason, string name, params string[] arguments)
    {
        using var program = new ChildProgram(_store, "Production", arguments);

        (await program.WaitForExitAsync()).ShouldBe(exitCode, string.Join('\n', program.Output));
        var line = await program.WaitForLineAsync("Not started");
        line.ShouldContain(reason);
        line.ShouldContain(name);
        program.Output.Where(l => l.StartsWith("   at ", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
