using System.Collections.Concurrent;
using System.Data.Common;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dashboard.Bench.Commits;

internal sealed record CommitFigures(double RowsPerSecond, double RowsPerCommit, double P50Ms, double P99Ms);

/// <summary>Callers that each add one transaction after the other through the real writer, and wait for its commit.</summary>
internal static class CommitRun
{
    public static async Task<CommitFigures> MeasureAsync(string journal, string synchronous, int callers, TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-bench-");
        var commits = new CommitCounter();
        var options = new DbContextOptionsBuilder<SqliteDashboardDbContext>()
            .UseSqlite($"Data Source={Path.Combine(folder.FullName, "bench.db")}")
            .AddInterceptors(new SqliteSetup(journal, synchronous), commits).Options;
        var contexts = new Contexts(options);
        await using (var context = contexts.CreateDbContext()) await context.Database.MigrateAsync();

        using var writer = new BatchedWriter(
            new BatchCommitter(contexts, new StoreLocks(), NullLogger<BatchCommitter>.Instance), Options.Create(new StorageOptions()), TimeProvider.System,
            NullLogger<BatchedWriter>.Instance);
        await writer.StartAsync(CancellationToken.None);
        var ids = new OrderedIds(TimeProvider.System);
        var waits = new ConcurrentBag<TimeSpan>();
        await RunAsync(writer, ids, callers, TimeSpan.FromSeconds(1), []);
        commits.Count = 0;

        var started = TimeProvider.System.GetTimestamp();
        await RunAsync(writer, ids, callers, duration, waits);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        await writer.StopAsync(CancellationToken.None);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);

        var sorted = waits.Select(w => w.TotalMilliseconds).Order().ToArray();
        return new CommitFigures(
            sorted.Length / elapsed.TotalSeconds, (double)sorted.Length / commits.Count, sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100]);
    }

    private static Task RunAsync(BatchedWriter writer, OrderedIds ids, int callers, TimeSpan duration, ConcurrentBag<TimeSpan> waits)
    {
        var started = TimeProvider.System.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var number = 0; TimeProvider.System.GetElapsedTime(started) < duration; number++)
            {
                var id = new TransactionId(ids.Next());
                var details = TransactionDetails.Create(
                    "bench", $"{caller}-{id}", null, $"ACC-{number % 20_000}", null, Money.FromDecimal(12.34m, Currency.FromCode("EUR")), id.Time);
                var asked = TimeProvider.System.GetTimestamp();
                await writer.AddAsync([Transaction.Receive(id, details, [])], CancellationToken.None);
                waits.Add(TimeProvider.System.GetElapsedTime(asked));
            }
        })));
    }

    private sealed class Contexts(DbContextOptions<SqliteDashboardDbContext> options) : IDbContextFactory<DashboardDbContext>
    {
        public DashboardDbContext CreateDbContext() => new SqliteDashboardDbContext(options);
    }

    private sealed class CommitCounter : DbTransactionInterceptor
    {
        private int _count;

        public int Count
        {
            get => _count;
            set => _count = value;
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return Task.CompletedTask;
        }
    }
}
