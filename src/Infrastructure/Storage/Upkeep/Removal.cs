using Dashboard.Domain.Alerts;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Rules;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>One batch of a removal, which goes up the ids.</summary>
/// <param name="Removed">How many rows were removed.</param>
/// <param name="Next">The id after which the next batch begins; null after the last batch.</param>
internal readonly record struct RemovedBatch(int Removed, long? Next);

/// <summary>Removes what is older than an id, a batch at a time, and keeps the books balanced (docs/adr/0017).</summary>
internal sealed class Removal(IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks)
{
    // On SQLite the writer waits for a batch: about 20 ms, and five times as long for 500 rows. On SQL Server a row takes a lock in
    // each of its indexes, and a statement with 5,000 locks would lock the whole table: 100 rows stay far below.
    public const int BatchSize = 100;

    /// <summary>Removes finished transactions and adds them to the removals of their runs, both in one database transaction.</summary>
    /// <param name="limit">At most <see cref="BatchSize"/>.</param>
    public async Task<RemovedBatch> RemoveTransactionsAsync(
        long after, TransactionId before, int limit, CancellationToken cancellationToken)
    {
        using var removing = await locks.Removal.AcquireAsync(cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await context.Transactions.Where(r => r.Id > after && r.Id < before.Value && r.Status >= TransactionStatus.Completed)
            .OrderBy(r => r.Id).Take(limit).Select(r => r.Id).ToListAsync(cancellationToken);
        if (ids.Count == 0) return default;

        // Read after the rows: a run is committed no later than its first transaction.
        var runs = await context.Runs.OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellationToken);
        var byRun = ids.GroupBy(id => RunOf(id, runs)).ToList();
        var removed = await context.Database.CreateExecutionStrategy().ExecuteAsync(
            cancellation => RemoveOnceAsync(byRun, cancellation), cancellationToken);
        return new RemovedBatch(removed, NextOf(ids));
    }

    /// <summary>Whether finished transactions lie below an id.</summary>
    public async Task<bool> AnyBeforeAsync(TransactionId before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Transactions.OrderBy(r => r.Id)
            .AnyAsync(r => r.Id < before.Value && r.Status >= TransactionStatus.Completed, cancellationToken);
    }

    /// <summary>How many transactions are stored, and when the newest of them was received.</summary>
    public async Task<(long Count, DateTimeOffset? Newest)> LookAsync(bool count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var newest = await context.Transactions.OrderByDescending(r => r.Id).Select(r => new { r.Id, r.ReceivedAt })
            .FirstOrDefaultAsync(cancellationToken);
        DateTimeOffset? received = newest switch
        {
            null => null,
            { ReceivedAt: { } at } => new DateTimeOffset(at),
            _ => new TransactionId(newest.Id).Time,
        };
        return (count ? await context.Transactions.LongCountAsync(cancellationToken) : 0, received);
    }

    /// <summary>Removes receipts whose ids are all below the highest id up to which finished transactions are removed.</summary>
    public async Task<RemovedBatch> RemoveReceiptsAsync(long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var upTo = await context.Removals.MaxAsync(r => (long?)r.UpTo, cancellationToken) ?? 0;
        var receipts = await context.Receipts.AsNoTracking().Where(r => r.FirstId > after && r.FirstId < upTo)
            .OrderBy(r => r.FirstId).Take(BatchSize).ToListAsync(cancellationToken);
        var ids = receipts.Where(r => r.Decode().LastOrDefault(r.FirstId) < upTo).Select(r => r.FirstId).ToList();
        var removed = ids.Count == 0
            ? 0
            : await DeleteAsync(context, context.Receipts.Where(r => ids.Contains(r.FirstId)), cancellationToken);
        return new RemovedBatch(removed, NextOf([.. receipts.Select(r => r.FirstId)]));
    }

    /// <summary>Removes resolved alerts.</summary>
    public async Task<RemovedBatch> RemoveAlertsAsync(long after, AlertId before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await context.Alerts.Where(r => r.Id > after && r.Id < before.Value && r.Status == AlertStatus.Resolved)
            .OrderBy(r => r.Id).Take(BatchSize).Select(r => r.Id).ToListAsync(cancellationToken);
        var removed = ids.Count == 0 ? 0 : await DeleteAsync(context, context.Alerts.Where(r => ids.Contains(r.Id)), cancellationToken);
        return new RemovedBatch(removed, NextOf(ids));
    }

    // Adds the number of deleted rows. If the answer to a commit was lost, the retry deletes nothing and adds nothing.
    private async Task<int> RemoveOnceAsync(List<IGrouping<long, long>> byRun, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await locks.AcquireWriteAsync(context, cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var total = 0;
        foreach (var run in byRun)
        {
            var ids = run.ToList();
            await context.Set<DecisionRow>().Where(r => ids.Contains(r.TransactionId)).ExecuteDeleteAsync(cancellationToken);
            await context.Set<LabelRow>().Where(r => ids.Contains(r.TransactionId)).ExecuteDeleteAsync(cancellationToken);
            var removed = await context.Transactions.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken);
            var row = await context.Removals.FindAsync([run.Key], cancellationToken)
                ?? context.Removals.Add(new RemovalRow { RunId = run.Key }).Entity;
            row.Transactions += removed;
            row.UpTo = Math.Max(row.UpTo, ids[^1] + 1);
            total += removed;
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return total;
    }

    // A transaction belongs to the last run of its slot whose id is below its own. Ids of earlier versions have no slot: there it is the
    // last run of all. 0 means before the first run.
    private static long RunOf(long id, List<long> runs)
    {
        var slot = new OrderedId(id).Slot;
        var run = runs.FindLast(r => r < id && new OrderedId(r).Slot == slot);
        return run != 0 ? run : runs.FindLast(r => r < id);
    }

    private async Task<int> DeleteAsync<T>(DashboardDbContext context, IQueryable<T> rows, CancellationToken cancellationToken)
    {
        using var turn = await locks.AcquireWriteAsync(context, cancellationToken);
        return await rows.ExecuteDeleteAsync(cancellationToken);
    }

    private static long? NextOf(List<long> ids) => ids.Count < BatchSize ? null : ids[^1];
}
