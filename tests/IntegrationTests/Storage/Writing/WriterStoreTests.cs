using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.IntegrationTests.Storage;

public sealed class SqliteWriterTests : WriterTests
{
    [Fact]
    public async Task Every_connection_syncs_the_log_before_a_commit_returns()
    {
        await using var context = await Contexts().CreateDbContextAsync();
        await context.Database.OpenConnectionAsync();

        (await context.Database.SqlQueryRaw<long>("SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync()).ShouldBe(2, "FULL");
        (await context.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync()).ShouldBe("wal");
    }

    [Fact]
    public async Task A_locked_store_is_tried_again_until_it_is_free_and_nothing_is_lost()
    {
        await using var other = new SqliteConnection(Database.Settings["ConnectionStrings:Dashboard"] + ";Default Timeout=1");
        await other.OpenAsync();
        await using (var begin = new SqliteCommand("BEGIN IMMEDIATE", other)) await begin.ExecuteNonQueryAsync();

        var adding = AddAsync(New("kept"));
        await Poll.UntilAsync(() => _writer.OutageReason is not null);
        adding.IsCompleted.ShouldBeFalse();
        _writer.OutageReason!.ShouldContain("locked");
        await using (var rollback = new SqliteCommand("ROLLBACK", other)) await rollback.ExecuteNonQueryAsync();
        await Poll.UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            return adding.IsCompleted;
        });

        (await adding).ShouldAllBe(r => r.Error == null);
        _writer.OutageReason.ShouldBeNull();
        (await RowsAsync()).Count.ShouldBe(1);
    }

    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class SqlServerWriterTests(SqlServers servers) : WriterTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
