using Dashboard.Application.Pipeline;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Dashboard.IntegrationTests.Storage;

public sealed class PostgresWriterTests(PostgresServers servers) : WriterTests
{
    [Theory]
    [InlineData("synchronous_commit", "on")]
    [InlineData("statement_timeout", "1min")]
    [InlineData("idle_in_transaction_session_timeout", "10s")]
    public async Task Every_connection_keeps_commits_durable_and_has_bounds_that_the_server_keeps(string setting, string value)
    {
        await using var context = await Contexts().CreateDbContextAsync();

        (await context.Database.SqlQuery<string>($"SELECT current_setting({setting}) AS \"Value\"").SingleAsync()).ShouldBe(value);
    }

    [Fact]
    public async Task References_differ_and_sort_by_their_bytes_whatever_the_language_of_the_database()
    {
        string[] references = ["b", "B", "a", "A", "é", "e", "Z", "z", "-", "ä", "10", "9", "😀", "ﬀ"];

        (await AddAsync([.. references.Select(r => New(r))]).InTimeAsync()).ShouldAllBe(r => r.Existing == null && r.Error == null);

        await using var context = await Contexts().CreateDbContextAsync();
        var sorted = await context.Transactions.OrderBy(r => r.Reference).Select(r => r.Reference).ToListAsync();
        sorted.ShouldBe(references.OrderBy(r => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(r)), StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_and_never_cut()
    {
        await ExecuteAsync("ALTER TABLE \"Transactions\" ALTER COLUMN \"Account\" TYPE varchar(6)");

        var results = await AddAsync(New("good", account: "ACC-17"), New("long", account: "ACC-178")).InTimeAsync();

        results.Select(r => r.Error is null).ShouldBe([true, false]);
        (await RowsAsync()).Single().Reference.ShouldBe("good");
    }

    [Fact]
    public async Task Two_writers_of_the_same_rows_in_different_orders_never_deadlock()
    {
        for (var round = 0; round < 20; round++)
        {
            var references = Enumerable.Range(0, 300).Select(i => $"{round}-{i}").ToList();
            var alerts = Enumerable.Range(1, 50).Select(i => NewAlert(i, "ACC-" + i, times: round + 1)).ToList();
            var (first, second) = (
                NewBatch(references, alerts), NewBatch(references.AsEnumerable().Reverse(), alerts.AsEnumerable().Reverse()));
            await using var one = TestCommitter.Of(Contexts());
            await using var other = TestCommitter.Of(Contexts());

            await Task.WhenAll(
                one.CommitAsync(first, isRetry: false, CancellationToken.None),
                other.CommitAsync(second, isRetry: false, CancellationToken.None)).InTimeAsync();

            first.Transactions.Concat(second.Transactions).ShouldAllBe(w => w.Result.Error == null);
        }

        (await RowsAsync()).Count.ShouldBe(20 * 300);
        (await DeadlocksAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_deadlock_with_another_program_is_tried_again_and_loses_nothing()
    {
        await AddAlertsAsync(1, 2);
        await using var other = new NpgsqlConnection(Database.Settings["ConnectionStrings:Dashboard"]);
        await other.OpenAsync();
        // The server looks for a deadlock after this time, so it finds the one of the program.
        await ExecuteAsync(other, "SET deadlock_timeout = '60s'; BEGIN; UPDATE \"Alerts\" SET \"Message\" = 'other' WHERE \"Id\" = 2");
        await using var committer = TestCommitter.Of(Contexts());
        var batch = NewBatch(["deadlock"], [NewAlert(1, "ACC-1", times: 5), NewAlert(2, "ACC-2", times: 5)]);

        var committing = committer.CommitAsync(batch, isRetry: false, CancellationToken.None);
        await Poll.UntilAsync(async () => await ((PostgresDatabase)Database).SessionsAsync("wait_event_type = 'Lock'") == 1);
        await ExecuteAsync(other, "UPDATE \"Alerts\" SET \"Message\" = 'other' WHERE \"Id\" = 1; COMMIT");
        await committing.InTimeAsync();

        batch.Transactions.Single().Result.ShouldBe(default);
        (await RowsAsync()).Single().Reference.ShouldBe("deadlock");
        await using var context = await Contexts().CreateDbContextAsync();
        (await context.Alerts.Select(a => a.Count).ToListAsync()).ShouldBe([5, 5]);
        (await DeadlocksAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_store_that_is_read_only_is_an_outage_until_it_is_writable_again()
    {
        await RestrictAsync("on");

        var adding = AddAsync(New("kept"));
        await Poll.UntilAsync(() => _writer.OutageReason is not null);
        adding.IsCompleted.ShouldBeFalse();
        _writer.OutageReason!.ShouldContain("read-only transaction");
        await RestrictAsync("off");
        await Poll.UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            return adding.IsCompleted;
        });

        (await adding).ShouldAllBe(r => r.Error == null);
        _writer.OutageReason.ShouldBeNull();
    }

    [Fact]
    public async Task A_read_that_is_cancelled_ends_in_the_server_as_well()
    {
        var database = (PostgresDatabase)Database;
        const string running = "query LIKE 'SELECT pg_sleep%' AND state = 'active'";
        using var stop = new CancellationTokenSource();
        var reading = Database.Reads().RunAsync(
            context => context.Database.ExecuteSqlRawAsync("SELECT pg_sleep(600)", stop.Token), stop.Token);
        await Poll.UntilAsync(async () => await database.SessionsAsync(running) == 1);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reading);
        await Poll.UntilAsync(async () => await database.SessionsAsync(running) == 0);
    }

    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();

    private WriteBatch NewBatch(IEnumerable<string> references, IEnumerable<Alert> alerts)
    {
        var batch = new WriteBatch();
        batch.Add(new AddChange([.. references.Select(r => New(r))], new TaskCompletionSource<IReadOnlyList<AddResult>>()));
        foreach (var alert in alerts) batch.Add(new AlertChange(alert, Entry: null));
        return batch;
    }

    private Alert NewAlert(long id, string subject, int times) =>
        Alert.Raise(
            new AlertId(id), "large_amount", subject, AlertSeverity.Critical, "message", new TransactionId(1), times, _clock.GetUtcNow());

    private async Task AddAlertsAsync(params long[] ids)
    {
        foreach (var id in ids) await _writer.SaveAsync(NewAlert(id, "ACC-" + id, times: 1));
        await _writer.FlushAsync(CancellationToken.None).InTimeAsync();
    }

    // A server counts the deadlocks of a session when the session is idle for a moment or ends.
    private async Task<long> DeadlocksAsync()
    {
        var database = (PostgresDatabase)Database;
        await database.ExecuteAsync(
            $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database.Name}' AND pid <> pg_backend_pid()");
        return await database.CountAsync($"SELECT deadlocks FROM pg_stat_database WHERE datname = '{database.Name}'");
    }

    private async Task RestrictAsync(string readOnly)
    {
        var database = (PostgresDatabase)Database;
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = {readOnly}");
        await database.ExecuteAsync($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database.Name}'");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
