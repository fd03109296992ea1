using Dashboard.Application.Ingest;
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
