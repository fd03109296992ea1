using Dashboard.Application.Audit;
using Dashboard.Application.Books;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Books;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Writing.Rows;
using Dashboard.Infrastructure.Storage.Writing.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>
/// Writes a batch in one transaction. A row that the store refuses is found by halving the batch and rejected; the others commit.
/// </summary>
internal sealed partial class BatchCommitter(
    IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks, IdsAhead idsAhead, StoreFiles files,
    AuditAppender audit, CommitFence fence, ILogger<BatchCommitter> logger, DecisionWriter? decisions = null) : IAsyncDisposable
{
    // Keys in one query, far below the parameter limits of both databases.
    private const int KeysPerQuery = 500;

    // The connection that commits, with its statements. Only the writer's loop uses it. Null before the first commit and after a failed
    // one.
    private (DashboardDbContext Context, RowWriter Rows)? _session;

    // The run whose row is in the database file itself.
    private RunId _placedRun;

    /// <summary>
    /// Commits the batch and sets each transaction's result. Throws in an outage; the caller keeps the batch and calls again.
    /// </summary>
    /// <param name="isRetry">An earlier call failed but may have committed: rows that are stored already are not added again.</param>
    public async Task CommitAsync(WriteBatch batch, bool isRetry, CancellationToken cancellationToken)
    {
        foreach (var write in batch.Transactions) (write.Result, write.Stored) = (default, write.State);
        if (!isRetry) decisions?.Begin();
        var identities = new Identities(batch.Transactions);
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (RowWriter.InsertFailsOnDuplicate(context)) await ResolveStoredAsync(context, identities, isRetry, cancellationToken);
        }

        TransactionWrite[] writes = [.. batch.Transactions.Where(w => w.Result.Existing is null && !identities.Repeats.ContainsKey(w))];
        try
        {
            await SaveAsync(new CommitPart(batch, writes, batch.Alerts, batch.Runs, batch.Audit), isRetry, cancellationToken);
        }
        catch (NodeReplacedException)
        {
            fence.Report();
            throw;
        }
        catch (Exception exception) when (StoreErrors.IsBadRow(exception))
        {
            await SaveByHalvesAsync(batch, writes, isRetry, cancellationToken);
            // A decision and its entry are one commit here as well.
            var entries = batch.Audit.ToLookup(e => e.Subject, StringComparer.Ordinal);
            foreach (var alert in batch.Alerts)
                await SaveAlertAsync(batch, alert, [.. entries[alert.Id.ToString()]], isRetry, cancellationToken);
            var decided = batch.Alerts.Select(a => a.Id.ToString()).ToHashSet(StringComparer.Ordinal);
            var others = batch.Audit.Where(e => !decided.Contains(e.Subject)).ToList();
            await SaveAsync(new CommitPart(batch, [], [], batch.Runs, others), isRetry, cancellationToken);
        }

        PlaceRun(batch.Runs.LastOrDefault());
        foreach (var (repeat, first) in identities.Repeats)
            repeat.Result = first.Result.Error is null ? new AddResult(first.Result.Existing ?? first.State, null) : first.Result;
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async Task<(DashboardDbContext, RowWriter)> OpenAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            await context.Database.OpenConnectionAsync(cancellationToken);
            return (context, RowWriter.For(context));
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    // Before anything is acknowledged: without its row in the file, nothing would tell that a run and its log are lost (docs/adr/0013).
    private void PlaceRun(Run? run)
    {
        if (run is null || run.Id == _placedRun || _session is not var (_, rows)) return;
        rows.CopyLog();
        _placedRun = run.Id;
    }

    private async ValueTask CloseAsync()
    {
        if (_session is not var (context, rows)) return;
        _session = null;
        rows.Dispose();
        await context.DisposeAsync();
    }

    // Finds stored transactions with the same reference or key. The unique indexes catch those that another process adds after this query.
    private static async Task ResolveStoredAsync(
        DashboardDbContext context, Identities identities, bool isRetry, CancellationToken cancellationToken)
    {
        foreach (var group in identities.BySource.OrderBy(g => !g.Key.IsKey))
        {
            var (isKey, source) = group.Key;
            foreach (var values in group.Chunk(KeysPerQuery))
            {
                var rows = context.Transactions.AsNoTracking().Where(r => r.Source == source);
                rows = isKey
                    ? rows.Where(r => r.IdempotencyKey != null && values.Contains(r.IdempotencyKey))
                    : rows.Where(r => r.Reference != null && values.Contains(r.Reference));
                foreach (var row in await rows.ToListAsync(cancellationToken))
                {
                    var write = identities.FirstOf(new Identity(isKey, row.Source, (isKey ? row.IdempotencyKey : row.Reference)!));
                    var committedByTheFailedCall = isRetry && row.Id == write.State.Id.Value;
                    if (!committedByTheFailedCall && write.Result.Existing is null) write.Result = new AddResult(row.ToTransaction(), null);
                }
            }
        }
    }

    private async Task SaveAsync(CommitPart part, bool isRetry, CancellationToken cancellationToken)
    {
        if (part.IsEmpty) return;
        await using var any = await contexts.CreateDbContextAsync(cancellationToken);
        // The execution strategy retries short faults at once, such as a deadlock or a failover. The writer retries longer outages.
        await any.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancellation =>
            {
                var wasTried = isRetry;
                isRetry = true;
                await SaveOnceAsync(part, wasTried, cancellation);
            },
            cancellationToken);
    }

    private async Task SaveOnceAsync(CommitPart part, bool isRetry, CancellationToken cancellationToken)
    {
        files.Hold();
        decisions?.BeginAttempt();
        var (context, rows) = _session ??= await OpenAsync(cancellationToken);
        var commit = part.Batch.NumberOf(part.Writes, fence.NextCommit);
        try
        {
            if (isRetry && await FindReceiptAsync(context, commit, cancellationToken) is { } receipt)
            {
                await RestoreResultsAsync(context, part.Writes, receipt, cancellationToken);
                await DecideAgainAsync(context, rows, part.Writes, receipt, cancellationToken);
                return;
            }

            using var turn = await locks.AcquireWriteAsync(context, cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var moved = await WriteAsync(context, rows, part.Writes, isRetry, cancellationToken);
            await rows.SaveAsync(
                fence.Of(moved), ReceiptRow.Of(commit, fence.Node, moved.Added, moved.Ended), part.Alerts, part.Runs, cancellationToken);
            var last = await audit.AppendAsync(context, part.Audit, isRetry, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            if (last is { } appended) audit.Written.Commit(appended);
            // Once more: a commit into a file that was removed in between is not acknowledged.
            files.ThrowIfMoved();
            decisions?.Keep(part.Writes);
        }
        catch
        {
            decisions?.TakeBack();
            // The connection may be unusable, so the next attempt opens a new one.
            await CloseAsync();
            files.Release();
            throw;
        }
    }

    private Task<ReceiptRow?> FindReceiptAsync(DashboardDbContext context, long commit, CancellationToken cancellationToken) =>
        context.Receipts.AsNoTracking().SingleOrDefaultAsync(r => r.CommitId == commit && r.Node == (fence.Node ?? 0), cancellationToken);

    // The answer to a commit was lost, and its receipt says that it was done, and what it moved.
    private async Task RestoreResultsAsync(
        DashboardDbContext context, TransactionWrite[] writes, ReceiptRow receipt, CancellationToken cancellationToken)
    {
        var added = receipt.Decode().ToHashSet();
        var ended = receipt.DecodeEnded().ToHashSet();
        await ResolveStoredAsync(
            context, new Identities(writes.Where(w => w.IsNew && !added.Contains(w.State.Id.Value))), isRetry: true, cancellationToken);
        await ReadStoredStatesAsync(
            context, writes.Where(w => !w.IsNew && w.State.IsFinished && !ended.Contains(w.State.Id.Value)), cancellationToken);
    }

    // The windows take in what that commit added. Its decisions are stored, and come out the same.
    private async Task DecideAgainAsync(
        DashboardDbContext context, RowWriter rows, TransactionWrite[] writes, ReceiptRow receipt, CancellationToken cancellationToken)
    {
        if (decisions is null) return;
        var stored = receipt.Decode().ToHashSet();
        var added = decisions.InOrder(writes.Where(w => w.IsNew && stored.Contains(w.State.Id.Value)));
        await decisions.DecideAsync(context, rows, added, stored, cancellationToken);
        decisions.Keep(writes);
    }

    private async Task<MovedRows> WriteAsync(
        DashboardDbContext context, RowWriter rows, TransactionWrite[] writes, bool isRetry, CancellationToken cancellationToken)
    {
        if (writes.Length == 0) return MovedRows.None;
        var stored = isRetry ? await StoredIdsAsync(context, writes, cancellationToken) : [];
        List<TransactionRow> added = [], updated = [];
        var ordered = decisions?.InOrder(writes) ?? [.. writes.Select(w => (w, TransactionRow.From(w.State)))];
        foreach (var (write, row) in ordered) (write.IsNew && !stored.Contains(row.Id) ? added : updated).Add(row);
        idsAhead.Note(added);
        if (added.Count > 0 && await rows.InsertAsync(added, cancellationToken) is { Count: > 0 } duplicates)
        {
            var notAdded = duplicates.Select(r => r.Id).ToHashSet();
            added.RemoveAll(r => notAdded.Contains(r.Id));
            var repeats = new Identities(writes.Where(w => notAdded.Contains(w.State.Id.Value)));
            await ResolveStoredAsync(context, repeats, isRetry, cancellationToken);
        }

        if (updated.Count > 0 && await rows.UpdateStatesAsync(updated, cancellationToken) is { Count: > 0 } unchanged)
        {
            var notUpdated = unchanged.Select(r => r.Id).ToHashSet();
            updated.RemoveAll(r => notUpdated.Contains(r.Id));
            await ReadStoredStatesAsync(context, writes.Where(w => notUpdated.Contains(w.State.Id.Value)), cancellationToken);
        }

        if (decisions is not null)
        {
            var isIn = added.Select(r => r.Id).Concat(stored).ToHashSet();
            await decisions.DecideAsync(
                context, rows, [.. ordered.Where(o => o.Write.IsNew && isIn.Contains(o.Row.Id))], stored, cancellationToken);
        }

        return MovedRows.Of(added, updated);
    }

    // Reads the states that the store kept instead of those to write.
    private async Task ReadStoredStatesAsync(
        DashboardDbContext context, IEnumerable<TransactionWrite> writes, CancellationToken cancellationToken)
    {
        foreach (var chunk in writes.Chunk(KeysPerQuery))
        {
            var ids = chunk.Select(w => w.State.Id.Value).ToArray();
            var rows = await context.Transactions.AsNoTracking().Where(r => ids.Contains(r.Id))
                .ToDictionaryAsync(r => r.Id, cancellationToken);
            foreach (var write in chunk)
            {
                if (!rows.TryGetValue(write.State.Id.Value, out var row)) LogMissing(write.State.Id, write.State.Status);
                else write.Stored = row.ToTransaction();
            }
        }
    }

    private static async Task<HashSet<long>> StoredIdsAsync(
        DashboardDbContext context, TransactionWrite[] writes, CancellationToken cancellationToken)
    {
        var stored = new HashSet<long>();
        foreach (var ids in writes.Where(w => w.IsNew).Select(w => w.State.Id.Value).Chunk(KeysPerQuery))
            stored.UnionWith(await context.Transactions.Where(r => ids.Contains(r.Id)).Select(r => r.Id).ToListAsync(cancellationToken));
        return stored;
    }

    private async Task SaveByHalvesAsync(
        WriteBatch batch, TransactionWrite[] writes, bool isRetry, CancellationToken cancellationToken)
    {
        if (writes.Length == 0) return;
        try
        {
            await SaveAsync(new CommitPart(batch, writes, [], [], []), isRetry, cancellationToken);
        }
        catch (Exception exception) when (StoreErrors.IsBadRow(exception))
        {
            if (writes.Length == 1)
            {
                await RejectAsync(writes[0], exception, isRetry, cancellationToken);
                return;
            }

            var half = writes.Length / 2;
            await SaveByHalvesAsync(batch, writes[..half], isRetry, cancellationToken);
            await SaveByHalvesAsync(batch, writes[half..], isRetry, cancellationToken);
        }
    }

    private async Task SaveAlertAsync(
        WriteBatch batch, Alert alert, AuditEvent[] decisions, bool isRetry, CancellationToken cancellationToken)
    {
        try
        {
            await SaveAsync(new CommitPart(batch, [], [alert], [], decisions), isRetry, cancellationToken);
        }
        catch (Exception exception) when (StoreErrors.IsBadRow(exception))
        {
            LogAlertRejected(exception, alert.Id, alert.Rule);
        }
    }

    private async Task RejectAsync(TransactionWrite write, Exception exception, bool isRetry, CancellationToken cancellationToken)
    {
        if (write.IsNew)
        {
            // Another process may have stored this reference after the first query. Then the row is a duplicate and not a bad one.
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await ResolveStoredAsync(context, new Identities([write]), isRetry, cancellationToken);
            if (write.Result.Existing is not null) return;
        }

        write.Result = new AddResult(null, "could not be stored: " + StoreErrors.Reason(exception));
        LogRejected(exception, write.State.Id, write.State.Status, write.IsNew);
    }

    [LoggerMessage(
        101, LogLevel.Error, "The store refuses transaction {Id} ({Status}, new: {IsNew}); it was not written, the rest of its batch was")]
    private partial void LogRejected(Exception exception, TransactionId id, TransactionStatus status, bool isNew);

    [LoggerMessage(103, LogLevel.Error, "Transaction {Id} cannot become {Status}: the store does not have it")]
    private partial void LogMissing(TransactionId id, TransactionStatus status);

    [LoggerMessage(102, LogLevel.Error, "The store refuses alert {Id} ({Rule}); it was not written, the rest of its batch was")]
    private partial void LogAlertRejected(Exception exception, AlertId id, string rule);
}
