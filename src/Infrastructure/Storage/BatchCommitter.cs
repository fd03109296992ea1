using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Writes one batch in one transaction. A bad row is found by halving and set aside with its reason; the rest commits.</summary>
internal sealed partial class BatchCommitter(IDbContextFactory<DashboardDbContext> contexts, ILogger<BatchCommitter> logger)
{
    // Keys per look-up, far below the parameter limits of either database.
    private const int LookUpSize = 500;

    /// <summary>Commits the batch and leaves each transaction's result in it. Throws when the store is away; then nothing is lost, call again.</summary>
    /// <param name="isRetry">An earlier call failed and may yet have committed: what is stored already is not added again.</param>
    public async Task CommitAsync(WriteBatch batch, bool isRetry, CancellationToken cancellationToken)
    {
        foreach (var write in batch.Transactions) write.Result = default;
        var repeats = FindRepeats(batch.Transactions, out var firsts);
        await ResolveStoredAsync(firsts, isRetry, cancellationToken);

        TransactionWrite[] writes = [.. batch.Transactions.Except(repeats.Keys).Where(w => w.Result.Existing is null)];
        try
        {
            await SaveAsync(writes, batch.Alerts, isRetry, cancellationToken);
        }
        catch (Exception exception) when (StoreErrors.IsBadRow(exception))
        {
            await IsolateAsync(writes, isRetry, cancellationToken);
            foreach (var alert in batch.Alerts) await IsolateAsync(alert, cancellationToken);
        }

        foreach (var (repeat, first) in repeats)
            repeat.Result = first.Result.Error is null ? new AddResult(first.Result.Existing ?? first.State, null) : first.Result;
    }

    // New transactions whose reference stands in this batch before, with their first.
    private static Dictionary<TransactionWrite, TransactionWrite> FindRepeats(
        IEnumerable<TransactionWrite> writes, out Dictionary<(string Source, string Reference), TransactionWrite> firsts)
    {
        firsts = [];
        var repeats = new Dictionary<TransactionWrite, TransactionWrite>();
        foreach (var write in writes.Where(w => w is { IsNew: true, State.Details.Reference: not null }))
        {
            var key = (write.State.Details.Source, write.State.Details.Reference!);
            if (!firsts.TryAdd(key, write)) repeats.Add(write, firsts[key]);
        }

        return repeats;
    }

    // The usual answer to a repeated reference; the unique index has the last word.
    private async Task ResolveStoredAsync(
        Dictionary<(string Source, string Reference), TransactionWrite> firsts, bool isRetry, CancellationToken cancellationToken)
    {
        if (firsts.Count == 0) return;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var source in firsts.Keys.GroupBy(k => k.Source, k => k.Reference))
        {
            foreach (var references in source.Chunk(LookUpSize))
            {
                var stored = await context.Transactions.AsNoTracking()
                    .Where(r => r.Source == source.Key && r.Reference != null && references.Contains(r.Reference))
                    .ToListAsync(cancellationToken);
                foreach (var row in stored)
                {
                    var write = firsts[(row.Source, row.Reference!)];
                    var committedByTheFailedCall = isRetry && row.Id == write.State.Id.Value;
                    if (!committedByTheFailedCall) write.Result = new AddResult(row.ToTransaction(), null);
                }
            }
        }
    }

    private async Task SaveAsync(
        TransactionWrite[] writes, IReadOnlyCollection<Alert> alerts, bool isRetry, CancellationToken cancellationToken)
    {
        if (writes.Length == 0 && alerts.Count == 0) return;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.ChangeTracker.AutoDetectChangesEnabled = false;

        var stored = isRetry ? await StoredIdsAsync(context, writes, cancellationToken) : [];
        foreach (var write in writes)
        {
            var row = TransactionRow.From(write.State);
            if (write.IsNew && !stored.Contains(row.Id)) context.Add(row);
            else MarkChanged(context, row);
        }

        if (alerts.Count > 0)
        {
            var ids = alerts.Select(a => a.Id).ToArray();
            var known = await context.Alerts.Where(a => ids.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancellationToken);
            foreach (var alert in alerts)
                context.Entry(AlertRow.From(alert)).State = known.Contains(alert.Id) ? EntityState.Modified : EntityState.Added;
        }

        await context.SaveChangesAsync(cancellationToken);
    }

    private static async Task<HashSet<long>> StoredIdsAsync(
        DashboardDbContext context, TransactionWrite[] writes, CancellationToken cancellationToken)
    {
        var stored = new HashSet<long>();
        foreach (var ids in writes.Where(w => w.IsNew).Select(w => w.State.Id.Value).Chunk(LookUpSize))
            stored.UnionWith(await context.Transactions.Where(r => ids.Contains(r.Id)).Select(r => r.Id).ToListAsync(cancellationToken));
        return stored;
    }

    // Only what a transition changes; the sender's part of the row is never written again.
    private static void MarkChanged(DashboardDbContext context, TransactionRow row)
    {
        var entry = context.Attach(row);
        entry.Property(r => r.Status).IsModified = true;
        entry.Property(r => r.FailureReason).IsModified = true;
        entry.Property(r => r.CompletedAt).IsModified = true;
        entry.Property(r => r.ProcessingMs).IsModified = true;
    }

    private async Task IsolateAsync(TransactionWrite[] writes, bool isRetry, CancellationToken cancellationToken)
    {
        if (writes.Length == 0) return;
        try
        {
            await SaveAsync(writes, [], isRetry, cancellationToken);
        }
        catch (Exception exception) when (StoreErrors.IsBadRow(exception))
        {
            if (writes.Length == 1)
            {
                await SetAsideAsync(writes[0], exception, isRetry, cancellationToken);
                return;
            }

            var half = writes.Length / 2;
            await IsolateAsync(writes[..half], isRetry, cancellationToken);
            await IsolateAsync(writes[half..], isRetry, cancellationToken);
        }
    }

    private async Task IsolateAsync(Alert alert, CancellationToken cancellationToken)
    {
        try
        {
            await SaveAsync([], [alert], isRetry: false, cancellationToken);
        }
        catch (Exception exception) when (StoreErrors.IsBadRow(exception))
        {
            LogAlertSetAside(exception, alert.Id, alert.Rule);
        }
    }

    private async Task SetAsideAsync(TransactionWrite write, Exception exception, bool isRetry, CancellationToken cancellationToken)
    {
        if (write is { IsNew: true, State.Details: { Reference: { } reference, Source: var source } })
        {
            // Somebody else may have stored this reference after it was looked up; then it is a duplicate and no bad row.
            await ResolveStoredAsync(new() { [(source, reference)] = write }, isRetry, cancellationToken);
            if (write.Result.Existing is not null) return;
        }

        write.Result = new AddResult(null, "could not be stored: " + StoreErrors.Reason(exception));
        LogSetAside(exception, write.State.Id, write.State.Status, write.IsNew);
    }

    [LoggerMessage(101, LogLevel.Error, "Transaction {Id} ({Status}, new: {IsNew}) cannot be stored and was set aside; the rest of its batch is committed")]
    private partial void LogSetAside(Exception exception, TransactionId id, TransactionStatus status, bool isNew);

    [LoggerMessage(102, LogLevel.Error, "Alert {Id} ({Rule}) cannot be stored and was set aside; the rest of its batch is committed")]
    private partial void LogAlertSetAside(Exception exception, long id, string rule);
}
