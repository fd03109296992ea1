using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>One batch of a walk up the ids.</summary>
/// <param name="Removed">How many rows are gone.</param>
/// <param name="Next">Where the next batch begins; null when there is nothing more.</param>
internal readonly record struct RemovedBatch(int Removed, long? Next);

/// <summary>Removes what is older than an id, a batch at a time, and keeps the books balanced (docs/adr/0017).</summary>
internal sealed class Removal(IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks)
{
    // For so long at most the writer of a SQLite file waits: some 20 ms, five times as long for 500. On SQL Server, where a row has a lock in each of
    // its indexes, far from the 5,000 locks of a statement from which it takes the whole table.
    public const int BatchSize = 100;

    /// <summary>Removes finished transactions and counts them as removed of their runs, both in one database transaction.</summary>
    public async Task<RemovedBatch> RemoveTransactionsAsync(long after, long before, CancellationToken cancellationToken)
    {
        using var removing = await locks.Removal.AcquireAsync(cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await context.Transactions.Where(r => r.Id > after && r.Id < before && r.Status >= TransactionStatus.Completed)
            .OrderBy(r => r.Id).Take(BatchSize).Select(r => r.Id).ToListAsync(cancellationToken);
        if (ids.Count == 0) return default;

        // Read after the rows: a run is committed no later than the first that it takes in.
        var runs = await context.Runs.OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellationToken);
        var byRun = ids.GroupBy(id => runs.FindLast(run => run < id)).ToList();
        var removed = await context.Database.CreateExecutionStrategy().ExecuteAsync(
            cancellation => RemoveOnceAsync(byRun, cancellation), cancellationToken);
        return new RemovedBatch(removed, NextOf(ids));
    }

    /// <summary>Removes receipts that name nothing but ids below which the finished are removed already.</summary>
    public async Task<RemovedBatch> RemoveReceiptsAsync(long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var upTo = await context.Removals.MaxAsync(r => (long?)r.UpTo, cancellationToken) ?? 0;
        var receipts = await context.Receipts.AsNoTracking().Where(r => r.FirstId > after && r.FirstId < upTo)
            .OrderBy(r => r.FirstId).Take(BatchSize).ToListAsync(cancellationToken);
        var ids = receipts.Where(r => r.Decode().Last() < upTo).Select(r => r.FirstId).ToList();
        var removed = ids.Count == 0 ? 0 : await DeleteAsync(context, context.Receipts.Where(r => ids.Contains(r.FirstId)), cancellationToken);
        return new RemovedBatch(removed, NextOf([.. receipts.Select(r => r.FirstId)]));
    }

    /// <summary>Removes resolved alerts.</summary>
    public async Task<RemovedBatch> RemoveAlertsAsync(long after, long before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await context.Alerts.Where(r => r.Id > after && r.Id < before && r.Status == AlertStatus.Resolved)
            .OrderBy(r => r.Id).Take(BatchSize).Select(r => r.Id).ToListAsync(cancellationToken);
        var removed = ids.Count == 0 ? 0 : await DeleteAsync(context, context.Alerts.Where(r => ids.Contains(r.Id)), cancellationToken);
        return new RemovedBatch(removed, NextOf(ids));
    }

    // What counts is what was deleted: when the answer to a commit was lost, the second attempt finds nothing and adds nothing.
    private async Task<int> RemoveOnceAsync(List<IGrouping<long, long>> byRun, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await locks.WriteAsync(context, cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var all = 0;
        foreach (var run in byRun)
        {
            var ids = run.ToList();
            var removed = await context.Transactions.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken);
            var row = await context.Removals.FindAsync([run.Key], cancellationToken)
                ?? context.Removals.Add(new RemovalRow { RunId = run.Key }).Entity;
            row.Transactions += removed;
            row.UpTo = Math.Max(row.UpTo, ids[^1] + 1);
            all += removed;
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return all;
    }

    private async Task<int> DeleteAsync<T>(DashboardDbContext context, IQueryable<T> rows, CancellationToken cancellationToken)
    {
        using var turn = await locks.WriteAsync(context, cancellationToken);
        return await rows.ExecuteDeleteAsync(cancellationToken);
    }

    private static long? NextOf(List<long> ids) => ids.Count < BatchSize ? null : ids[^1];
}
