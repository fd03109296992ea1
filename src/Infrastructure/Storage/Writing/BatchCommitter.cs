using Dashboard.Application.Books;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>Writes one batch in one transaction. A bad row is found by halving and set aside with its reason; the rest commits.</summary>
internal sealed partial class BatchCommitter(
    IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks, ILogger<BatchCommitter> logger) : IAsyncDisposable
{
    // Keys per look-up, far below the parameter limits of either database.
    private const int LookUpSize = 500;

    // Touched by the one writer alone: the connection that commits, with its statements. Null until the first commit, and after one that failed.
    private (DashboardDbContext Context, RowWriter Rows)? _session;

    /// <summary>Commits the batch and leaves each transaction's result in it. Throws when the store is away; then nothing is lost, call again.</summary>
    /// <param name="isRetry">An earlier call failed and may yet have committed: what is stored already is not added again.</param>
    public async Task CommitAsync(WriteBatch batch, bool isRetry, CancellationToken cancellationToken)
    {
        foreach (var write in batch.Transactions) (write.Result, write.Stored) = (default, write.State);
        var identities = new Identities(batch.Transactions);
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (RowWriter.FailsOnKnown(context)) await ResolveStoredAsync(context, identities, isRetry, cancellationToken);
        }

        TransactionWrite[] writes = [.. batch.Transactions.Where(w => w.Result.Existing is null && !identities.Repeats.ContainsKey(w))];
        try
        {
            await SaveAsync(writes, batch.Alerts, batch.Runs, isRetry, cancellationToken);
        }
        catch (Exception exception) when (StoreErrors.IsBadRow(exception))
        {
            await IsolateAsync(writes, isRetry, cancellationToken);
            foreach (var alert in batch.Alerts) await IsolateAsync(alert, cancellationToken);
            await SaveAsync([], [], batch.Runs, isRetry, cancellationToken);
        }

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

    private async ValueTask CloseAsync()
    {
        if (_session is not var (context, rows)) return;
        _session = null;
        rows.Dispose();
        await context.DisposeAsync();
    }

    // The usual answer to a repeated reference or key; the unique indexes have the last word.
    private static async Task ResolveStoredAsync(
        DashboardDbContext context, Identities identities, bool isRetry, CancellationToken cancellationToken)
    {
        foreach (var group in identities.BySource.OrderBy(g => !g.Key.IsKey))
        {
            var (isKey, source) = group.Key;
            foreach (var values in group.Chunk(LookUpSize))
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

    private async Task SaveAsync(
        TransactionWrite[] writes, IReadOnlyCollection<Alert> alerts, IReadOnlyCollection<Run> runs, bool isRetry, CancellationToken cancellationToken)
    {
        if (writes.Length + alerts.Count + runs.Count == 0) return;
        await using var any = await contexts.CreateDbContextAsync(cancellationToken);
        // What a server mends by itself, such as a deadlock or a failover, is tried again at once; a longer outage is the writer's.
        await any.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancellation =>
            {
                var wasTried = isRetry;
                isRetry = true;
                await SaveOnceAsync(writes, alerts, runs, wasTried, cancellation);
            },
            cancellationToken);
    }

    private async Task SaveOnceAsync(
        TransactionWrite[] writes, IReadOnlyCollection<Alert> alerts, IReadOnlyCollection<Run> runs, bool isRetry, CancellationToken cancellationToken)
    {
        var (context, rows) = _session ??= await OpenAsync(cancellationToken);
        try
        {
            using var turn = await locks.WriteAsync(context, cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var added = await WriteAsync(context, rows, writes, isRetry, cancellationToken);
            await rows.SaveAsync(added.Count > 0 ? ReceiptRow.From(added) : null, alerts, runs, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            // Whatever state its connection is in: the next attempt has a new one.
            await CloseAsync();
            throw;
        }
    }

    // Gives the ids that are new in the store.
    private async Task<List<long>> WriteAsync(
        DashboardDbContext context, RowWriter rows, TransactionWrite[] writes, bool isRetry, CancellationToken cancellationToken)
    {
        if (writes.Length == 0) return [];
        var stored = isRetry ? await StoredIdsAsync(context, writes, cancellationToken) : [];
        List<TransactionRow> added = [], moved = [];
        foreach (var write in writes) (write.IsNew && !stored.Contains(write.State.Id.Value) ? added : moved).Add(TransactionRow.From(write.State));
        if (added.Count > 0 && await rows.InsertAsync(added, cancellationToken) is { Count: > 0 } leftOut)
        {
            var known = leftOut.Select(r => r.Id).ToHashSet();
            added.RemoveAll(r => known.Contains(r.Id));
            await ResolveStoredAsync(context, new Identities(writes.Where(w => known.Contains(w.State.Id.Value))), isRetry, cancellationToken);
        }

        if (moved.Count > 0 && await rows.AdvanceAsync(moved, cancellationToken) is { Count: > 0 } unmoved)
        {
            var stayed = unmoved.Select(r => r.Id).ToHashSet();
            await LookUpAsync(context, writes.Where(w => stayed.Contains(w.State.Id.Value)), cancellationToken);
        }

        return added.ConvertAll(r => r.Id);
    }

    // What the store has instead of the states that were to be written.
    private async Task LookUpAsync(DashboardDbContext context, IEnumerable<TransactionWrite> writes, CancellationToken cancellationToken)
    {
        foreach (var some in writes.Chunk(LookUpSize))
        {
            var ids = some.Select(w => w.State.Id.Value).ToArray();
            var rows = await context.Transactions.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellationToken);
            foreach (var write in some)
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
        foreach (var ids in writes.Where(w => w.IsNew).Select(w => w.State.Id.Value).Chunk(LookUpSize))
            stored.UnionWith(await context.Transactions.Where(r => ids.Contains(r.Id)).Select(r => r.Id).ToListAsync(cancellationToken));
        return stored;
    }

    private async Task IsolateAsync(TransactionWrite[] writes, bool isRetry, CancellationToken cancellationToken)
    {
        if (writes.Length == 0) return;
        try
        {
            await SaveAsync(writes, [], [], isRetry, cancellationToken);
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
            await SaveAsync([], [alert], [], isRetry: false, cancellationToken);
        }
        catch (Exception exception) when (StoreErrors.IsBadRow(exception))
        {
            LogAlertSetAside(exception, alert.Id, alert.Rule);
        }
    }

    private async Task SetAsideAsync(TransactionWrite write, Exception exception, bool isRetry, CancellationToken cancellationToken)
    {
        if (write.IsNew)
        {
            // Somebody else may have stored this reference after it was looked up; then it is a duplicate and no bad row.
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await ResolveStoredAsync(context, new Identities([write]), isRetry, cancellationToken);
            if (write.Result.Existing is not null) return;
        }

        write.Result = new AddResult(null, "could not be stored: " + StoreErrors.Reason(exception));
        LogSetAside(exception, write.State.Id, write.State.Status, write.IsNew);
    }

    [LoggerMessage(101, LogLevel.Error, "Transaction {Id} ({Status}, new: {IsNew}) cannot be stored and was set aside; the rest of its batch is committed")]
    private partial void LogSetAside(Exception exception, TransactionId id, TransactionStatus status, bool isNew);

    [LoggerMessage(103, LogLevel.Error, "Transaction {Id} is to become {Status}, but the store does not have it")]
    private partial void LogMissing(TransactionId id, TransactionStatus status);

    [LoggerMessage(102, LogLevel.Error, "Alert {Id} ({Rule}) cannot be stored and was set aside; the rest of its batch is committed")]
    private partial void LogAlertSetAside(Exception exception, long id, string rule);
}
