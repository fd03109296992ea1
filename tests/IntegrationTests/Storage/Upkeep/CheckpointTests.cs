using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Storage;

public sealed class CheckpointTests : IDisposable
{
    private const int Count = 50;

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_is_committed_gets_into_the_database_file_itself_while_the_program_runs()
    {
        await using var host = await DashboardHost.StartAsync(_store);

        await host.IngestAsync([.. Enumerable.Range(0, Count)
            .Select(i => new NewTransaction("pos", $"r{i}", "ACC-1", null, 1m, "EUR", null))]);

        // The file alone, as it would be without its log.
        await Poll.UntilAsync(() => RowsOf(_store.File) == Count);
    }

    [Fact]
    public async Task A_long_log_is_cut_while_the_program_runs()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        await using var reader = new SqliteConnection(_store.ConnectionString);
        await reader.OpenAsync();
        // A reader of an old state keeps the log from being begun anew.
        await using (var begin = new SqliteCommand("BEGIN; SELECT COUNT(*) FROM Runs", reader)) await begin.ExecuteScalarAsync();
        var text = new string('x', 60);
        for (var i = 0; LogBytes() < 24 * 1024 * 1024; i++)
        {
            await host.IngestAsync([.. Enumerable.Range(0, 5_000).Select(n => new NewTransaction(
                "pos", $"{i}-{n}-{text}", $"ACC-{i}-{n}", text, 1m, "EUR", null) { Status = TransactionStatus.Completed })]);
        }

        await using (var end = new SqliteCommand("ROLLBACK", reader)) await end.ExecuteNonQueryAsync();

        await Poll.UntilAsync(() => LogBytes() <= 16 * 1024 * 1024);
        LogBytes().ShouldBeGreaterThan(0);

        long LogBytes() => new FileInfo(_store.File + "-wal").Length;
    }

    private static long RowsOf(string file)
    {
        var copy = file + ".copy";
        File.Copy(file, copy, overwrite: true);
        try
        {
            using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM Transactions";
            return (long)command.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            // Copied in the middle of it, or before there was a table.
            return 0;
        }
    }
}
