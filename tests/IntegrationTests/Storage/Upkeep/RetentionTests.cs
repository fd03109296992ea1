using System.Text.Json;
using Dashboard.Application.Audit;
using Dashboard.Application.Books;
using Dashboard.Application.Cluster;
using Dashboard.Application.Common;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Audit;
using Dashboard.Infrastructure.Storage;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Reading;
using Dashboard.Infrastructure.Storage.Upkeep;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.IntegrationTests.Storage;

public abstract class RetentionTests : StoreTest
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // Milliseconds, as they are in ids.
    private readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeMilliseconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    private protected DateTimeOffset Before => _now - 2 * Hour;

    private DateTimeOffset Lately => _now - Hour / 2;

    [Fact]
    public async Task What_is_finished_and_old_goes_and_everything_else_stays()
    {
        var run = new EarlierRun(_now - 3 * Hour);
        run.AddUnrecorded(_now - 4 * Hour, 5);
        run.Commit((Before, TransactionStatus.Completed, 1_200), (Before, TransactionStatus.Failed, 20));
        var waiting = run.Commit((Before, TransactionStatus.Processing, 3));
        var across = run.Commit((Before, TransactionStatus.Completed, 4), (Lately, TransactionStatus.Completed, 5));
        var recent = run.Commit((Lately, TransactionStatus.Failed, 6));
        run.AddAlert(Before, AlertStatus.Resolved);
        long[] alerts = [run.AddAlert(Before, AlertStatus.Open), run.AddAlert(Lately, AlertStatus.Resolved)];
        await run.SaveAsync(Database);

        await using (var host = await StartAsync(Settings("External")))
        {
            await host.WaitForAsync(m => m.Flow is { Recovered: 3, InFlight: 3 });
            await host.Services.GetRequiredService<Retention>().RunOnceAsync(CancellationToken.None);
            ShouldBalance(await BooksAsync(host));
        }

        await using var context = await Database.Contexts().CreateDbContextAsync();
        (await context.Transactions.OrderBy(r => r.Id).Select(r => r.Id).ToListAsync()).ShouldBe(
            [.. waiting, .. across.Skip(4), .. recent]);
        (await context.Alerts.OrderBy(r => r.Id).Select(r => r.Id).ToListAsync()).ShouldBe(alerts);
        (await context.Receipts.OrderBy(r => r.FirstId).Select(r => r.FirstId).ToListAsync()).ShouldBe([across[0], recent[0]]);
        var removals = await context.Removals.OrderBy(r => r.RunId).ToListAsync();
        removals.Select(r => (r.RunId, r.Transactions)).ShouldBe([(0, 5), (run.Id.Value, 1_224)]);
        removals[^1].UpTo.ShouldBe(across[3] + 1);
        ShouldBalance(await VerifyAsync(), accepted: 1_238, removed: 1_224);

        await using var again = await StartAsync(Settings("External"));
        ShouldBalance(await BooksAsync(again));
    }

    [Fact]
    public async Task The_books_of_a_run_that_is_longer_than_the_retention_balance_while_its_own_rows_go()
    {
        var clock = new MovableClock();
        await using (var host = await StartAsync(Settings("Simulated"), services => services.AddSingleton<TimeProvider>(clock)))
        {
            await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 2_000);
            await host.WaitForAsync(m => m.Flow.Completed > 3_000);
            await PassAsync(host, clock, 2 * Hour);
            await BalanceDuringAPassAsync(host);

            // Once more with nothing under way, where no figure has a range to lie in.
            await host.WaitForAsync(m => m.Flow.Completed > 7_000);
            await host.SetSimulatorAsync(enabled: false, transactionsPerSecond: 2_000);
            await host.WaitForAsync(m => m.Flow is { Queued: 0, InFlight: 0 });
            var books = await BooksAsync(host);
            ShouldBalance(books);
            await PassAsync(host, clock, 2 * Hour);
            await BalanceDuringAPassAsync(host);

            var accepted = books.Flow.Accepted;
            await host.IngestAsync(TestData.Item());
            await host.WaitForAsync(m => m.Flow is { Queued: 0, InFlight: 0 } && m.Flow.Accepted > accepted);
            books = await BooksAsync(host);
            ShouldBalance(books);
            books.Stored.Accepted.ShouldBe(books.Flow.Accepted);
            books.Stored.Ended.ShouldBe(books.Flow.Completed + books.Flow.Failed);
            (await CountAsync()).ShouldBe(1);
        }

        (await VerifyAsync()).Balanced.ShouldBeTrue();
    }

    [Fact]
    public async Task What_an_earlier_run_left_and_this_one_ended_is_in_the_books_once_it_is_gone_and_its_reference_may_come_again()
    {
        var run = new EarlierRun(_now - 3 * Hour);
        var left = run.Commit((Before, TransactionStatus.Completed, 10), (Before, TransactionStatus.Pending, 30));
        await run.SaveAsync(Database);

        await using (var host = await StartAsync(Settings("Simulated")))
        {
            await host.WaitForAsync(m => m.Flow.Recovered == 30 && m is { Queued: 0, InFlight: 0 });
            (await host.IngestAsync(TestData.Item(amount: 1, reference: "earlier-" + left[0])))[0].Outcome.ShouldBe(
                IngestOutcome.Duplicate);
            ShouldBalance(await BooksAsync(host));

            await host.Services.GetRequiredService<Retention>().RunOnceAsync(CancellationToken.None);

            var books = await BooksAsync(host);
            ShouldBalance(books);
            (books.Stored.Accepted, books.Stored.Ended, books.Stored.Unfinished).ShouldBe((0, 30, 0));
            (await host.HistoryAsync()).ShouldBeEmpty();
            (await host.IngestAsync(TestData.Item(amount: 1, reference: "earlier-" + left[0])))[0].Outcome.ShouldBe(IngestOutcome.Accepted);
        }

        ShouldBalance(await VerifyAsync(), accepted: 41, removed: 40);
    }

    [Fact]
    public async Task A_pass_every_minute_and_ids_above_what_is_gone()
    {
        var run = new EarlierRun(_now - 3 * Hour);
        var old = run.Commit((Before, TransactionStatus.Completed, 3));
        await run.SaveAsync(Database);
        var clock = new FakeTimeProvider(_now);
        var kept = NewRetention(clock, new StorageOptions());
        var retention = NewRetention(clock, new StorageOptions { Retention = Hour, MaxRemovalPerDay = 1 });
        await kept.StartAsync(CancellationToken.None);
        kept.ExecuteTask.ShouldBeNull();
        await retention.StartAsync(CancellationToken.None);
        (await CountAsync()).ShouldBe(3);

        clock.Advance(TimeSpan.FromMinutes(1));
        await Poll.UntilAsync(async () => await CountAsync() == 0);

        await retention.StopAsync(CancellationToken.None);
        retention.ExecuteTask!.IsCompletedSuccessfully.ShouldBeTrue();
        (await new StoredTransactions(Database.Contexts()).HighestIdAsync(CancellationToken.None))!.Value.Value.ShouldBeGreaterThan(
            old[^1]);
    }

    private protected Retention NewRetention(TimeProvider clock, StorageOptions options, ILogger<Retention>? logger = null)
    {
        var removal = new Removal(Database.Contexts(), new StoreLocks());
        var state = new StoreState(Database.Contexts(), new StoreLocks());
        var node = new NodeIdentity();
        node.Join(OrderedId.FirstAt(clock.GetUtcNow()), isAlone: true, [0]);
        return new Retention(
            removal, state, new NodeRoles(node, clock), Options.Create(options), clock, logger ?? NullLogger<Retention>.Instance);
    }

    private protected async Task<int> CountAsync()
    {
        await using var context = await Database.Contexts().CreateDbContextAsync();
        return await context.Transactions.CountAsync();
    }

    private static async Task BalanceDuringAPassAsync(DashboardHost host)
    {
        var pass = host.Services.GetRequiredService<Retention>().RunOnceAsync(CancellationToken.None);
        var counts = 0;
        for (; !pass.IsCompleted; counts++) ShouldBalance(await BooksAsync(host));
        await pass;
        counts.ShouldBeGreaterThan(0);
    }

    private static Dictionary<string, string?> Settings(string mode) =>
        new()
        {
            ["Storage:Retention"] = "01:00:00",
            // The old rows were written past the program, so no run proves their age.
            ["Storage:MaxRemovalPerDay"] = "1",
            ["Processing:Mode"] = mode,
            ["Processing:MaxDelay"] = "00:00:00.200",
        };

    private static Task<Reconciliation> BooksAsync(DashboardHost host) => host.GetAsync<Reconciliation>("/api/v1/reconciliation");

    // A commit that runs while the time passes seems to take as long, and the store seems to be away until it ends.
    private static async Task PassAsync(DashboardHost host, MovableClock clock, TimeSpan time)
    {
        clock.Pass(time);
        await Poll.UntilAsync(async () => (await host.Client.ReadyAsync()).Status == 200);
    }

    // As --verify does, when the program has stopped.
    private Task<VerifiedStore> VerifyAsync() =>
        new StoreVerification(
            new BooksReader(Database.Reads(), new StoreLocks()),
            new UnprovenRuns(Database.Contexts(), new StoreState(Database.Contexts(), new StoreLocks())),
            new AuditVerification(new AuditReader(Database.Reads())),
            new KeptHeads(
                Database.Contexts(), new StoreState(Database.Contexts(), new StoreLocks()), AuditChainName.Program,
                new AuditReader(Database.Reads()), new TrailState(NullLogger<TrailState>.Instance), Options.Create(new AuditOptions()),
                TimeProvider.System))
            .RunAsync(CancellationToken.None);

    private static void ShouldBalance(Reconciliation books) =>
        books.Balanced.ShouldBeTrue(JsonSerializer.Serialize(books, DashboardHost.Json));

    private static void ShouldBalance(VerifiedStore store, long accepted, long removed)
    {
        store.Balanced.ShouldBeTrue(string.Join('\n', store.Equations));
        // All four: no run was killed.
        store.Equations.Count.ShouldBe(4);
        (store.Books.Accepted, store.Books.Removed).ShouldBe((accepted, removed));
    }
}

public sealed class SqliteRetentionTests : RetentionTests
{
    [Fact]
    public async Task A_locked_store_is_said_once_and_tried_again_at_the_next_pass()
    {
        var run = new EarlierRun(Before - TimeSpan.FromHours(1));
        run.Commit((Before, TransactionStatus.Completed, 3));
        await run.SaveAsync(Database);
        var logger = new RecordingLogger<Retention>();
        var options = new StorageOptions { Retention = TimeSpan.FromHours(1), MaxRemovalPerDay = 1 };
        var retention = NewRetention(TimeProvider.System, options, logger);
        await using var other = new SqliteConnection(Database.Settings["ConnectionStrings:Dashboard"]);
        await other.OpenAsync();
        await using (var begin = new SqliteCommand("BEGIN IMMEDIATE", other)) await begin.ExecuteNonQueryAsync();

        for (var i = 0; i < 2; i++) await retention.TryRunAsync(CancellationToken.None);
        await using (var rollback = new SqliteCommand("ROLLBACK", other)) await rollback.ExecuteNonQueryAsync();
        var locked = await CountAsync();
        await retention.TryRunAsync(CancellationToken.None);

        (locked, await CountAsync()).ShouldBe((3, 0));
        logger.Lines.Select(l => l.Level).ShouldBe([LogLevel.Warning, LogLevel.Information]);
        logger.Lines[0].Text.ShouldContain("locked");
        logger.Lines[1].Text.ShouldContain("3 finished transactions and 0 resolved alerts");
    }

    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresRetentionTests(PostgresServers servers) : RetentionTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerRetentionTests(SqlServers servers) : RetentionTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
