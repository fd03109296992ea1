using System.Runtime.CompilerServices;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Reads single transactions by id, and the unfinished ones page by page.</summary>
internal sealed class StoredTransactions(IDbContextFactory<DashboardDbContext> contexts) : IStoredTransactions
{
    // Small enough that no read blocks the store for long, large enough to be fast.
    private const int PageSize = 1_000;

    public async Task<Transaction?> FindAsync(TransactionId id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Transactions.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id.Value, cancellationToken);
        return row?.ToTransaction();
    }

    public async Task<OrderedId?> HighestIdAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var transaction = await context.Transactions.MaxAsync(r => (long?)r.Id, cancellationToken);
        var alert = await context.Alerts.MaxAsync(r => (long?)r.Id, cancellationToken);
        var run = await context.Runs.MaxAsync(r => (long?)r.Id, cancellationToken);
        // Ids of removed rows must not be made again either, even if the clock was set back.
        var removed = await context.Removals.MaxAsync(r => (long?)r.UpTo, cancellationToken);
        var highest = new[] { transaction, alert, run, removed }.Max();
        return highest is { } id ? new OrderedId(id) : null;
    }

    public async IAsyncEnumerable<Transaction> UnfinishedAsync(
        TransactionId after, TransactionId upTo, IReadOnlyCollection<int>? slots,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = after.Value;
        var some = slots?.Select(s => (long)s).ToArray();
        while (true)
        {
            List<TransactionRow> page;
            await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
            {
                var rows = context.Transactions.AsNoTracking()
                    .Where(r => r.Status < TransactionStatus.Completed && r.Id > last && r.Id <= upTo.Value);
                if (some is not null) rows = rows.Where(SlotOf.IsIn(some));
                page = await rows.OrderBy(r => r.Id).Take(PageSize).ToListAsync(cancellationToken);
            }

            foreach (var row in page) yield return row.ToTransaction();
            if (page.Count < PageSize) yield break;
            last = page[^1].Id;
        }
    }
}
