using System.Globalization;
using Dashboard.Application.Common;
using Dashboard.Application.History;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Reading;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>Many rows through the writer and back through the pages of the history. DASHBOARD_TEST_ROWS sets how many.</summary>
public abstract class VolumeTests : StoreTest
{
    private const int PerCall = 1_000;

    private static readonly int Rows = int.Parse(
        Environment.GetEnvironmentVariable("DASHBOARD_TEST_ROWS") ?? "20000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task What_is_written_in_bulk_is_paged_through_whole_and_in_order()
    {
        var contexts = Database.Contexts();
        await using (var context = await contexts.CreateDbContextAsync()) await context.Database.MigrateAsync();
        using var locks = new StoreLocks();
        using var writer = new BatchedWriter(
            TestCommitter.Of(contexts, locks: locks), new UncountedEnds(),
            new UncleanEnd(), Options.Create(new StorageOptions()), TimeProvider.System, NullLogger<BatchedWriter>.Instance);
        await writer.StartAsync(CancellationToken.None);
        var ids = new OrderedIds(TimeProvider.System);
        var written = new List<TransactionId>(Rows);

        var started = TimeProvider.System.GetTimestamp();
        while (written.Count < Rows)
        {
            var some = Enumerable.Range(written.Count, Math.Min(PerCall, Rows - written.Count))
                .Select(i => New(new TransactionId(ids.Next()), i)).ToList();
            (await writer.AddAsync(some, CancellationToken.None)).ShouldAllBe(r => r.Existing == null && r.Error == null);
            foreach (var transaction in some)
                await writer.UpdateAsync(transaction.Start().Complete(TimeProvider.System.GetUtcNow(), TimeSpan.FromMilliseconds(7)));
            written.AddRange(some.Select(t => t.Id));
        }

        await writer.StopAsync(CancellationToken.None);
        var writing = TimeProvider.System.GetElapsedTime(started);

        started = TimeProvider.System.GetTimestamp();
        var history = new TransactionHistory(Database.Reads(), new IdsAhead());
        var read = new List<TransactionId>(Rows);
        TransactionId? before = null;
        while (true)
        {
            var page = await history.PageAsync(new TransactionFilter(), before, PerCall, CancellationToken.None);
            page.ShouldAllBe(t => t.Status == TransactionStatus.Completed);
            read.AddRange(page.Select(t => t.Id));
            if (page.Count < PerCall) break;
            before = page[^1].Id;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Rows} rows: written and ended at {Rows / writing.TotalSeconds:0} a second, read at {Rows / TimeProvider.System.GetElapsedTime(started).TotalSeconds:0}"));
        read.Reverse();
        read.SequenceEqual(written).ShouldBeTrue();
    }

    private static Transaction New(TransactionId id, int number) => Transaction.Receive(
        id,
        TransactionDetails.Create("bulk", "r-" + number.ToString(CultureInfo.InvariantCulture), null, $"ACC-{number % 20_000}", "Shop",
            Money.FromDecimal(12.34m, Currency.FromCode("EUR")), id.Time),
        []);
}

public sealed class SqliteVolumeTests : VolumeTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresVolumeTests(PostgresServers servers) : VolumeTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerVolumeTests(SqlServers servers) : VolumeTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
