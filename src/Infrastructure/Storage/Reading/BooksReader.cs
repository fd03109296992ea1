using Dashboard.Application.Books;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Upkeep;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Walks rows and receipts side by side in the order of their ids.</summary>
internal sealed class BooksReader(IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks) : IBooksReader
{
    private const int RowsPerPage = 5_000;
    private const int ReceiptsPerPage = 500;
    private const int IdsPerLook = 500;

    public async Task<StoredBooks> CountAsync(TransactionId after, CancellationToken cancellationToken)
    {
        using var counting = await locks.Removal.AcquireAsync(cancellationToken);
        var tally = new BooksTally();
        tally.Forget((await RemovedAsync(after, cancellationToken)).UpTo);
        var last = after.Value;
        var lastReceipt = after.Value;
        var haveAllReceipts = false;
        while (true)
        {
            var rows = await RowsAsync(last, cancellationToken);
            // Receipts are read after the rows they belong to, so that one which is written meanwhile is not missed.
            var end = rows.Count < RowsPerPage ? long.MaxValue : rows[^1].Id;
            while (!haveAllReceipts && lastReceipt < end)
            {
                var receipts = await ReceiptsAsync(lastReceipt, cancellationToken);
                foreach (var id in receipts.SelectMany(r => r.Decode())) tally.Name(id);
                haveAllReceipts = end == long.MaxValue && receipts.Count < ReceiptsPerPage;
                if (receipts.Count > 0) lastReceipt = receipts[^1].FirstId;
                if (receipts.Count < ReceiptsPerPage) break;
            }

            foreach (var row in rows) tally.Find(row.Id, row.Status);
            if (rows.Count < RowsPerPage) break;
            last = end;
        }

        // Once more, because another process may have removed rows meanwhile, whose receipts were read after them.
        var (removed, upTo) = await RemovedAsync(after, cancellationToken);
        tally.Forget(upTo);
        await LookAgainAsync(tally, cancellationToken);
        return tally.ToBooks(removed);
    }

    public async Task<long> UnfinishedUpToAsync(TransactionId upTo, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Transactions.LongCountAsync(r => r.Status < TransactionStatus.Completed && r.Id <= upTo.Value, cancellationToken);
    }

    public async Task<IReadOnlyList<Run>> RunsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Runs.AsNoTracking().OrderBy(r => r.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(r => r.ToRun())];
    }

    // How many are removed of the runs behind an id, and up to which id of any run.
    private async Task<(long Count, long UpTo)> RemovedAsync(TransactionId after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var removals = await context.Removals.AsNoTracking().ToListAsync(cancellationToken);
        return (removals.Where(r => r.RunId >= after.Value).Sum(r => r.Transactions), removals.Select(r => r.UpTo).DefaultIfEmpty().Max());
    }

    private async Task<List<(long Id, TransactionStatus Status)>> RowsAsync(long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Transactions.Where(r => r.Id > after).OrderBy(r => r.Id).Take(RowsPerPage)
            .Select(r => new { r.Id, r.Status }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => (r.Id, r.Status))];
    }

    private async Task<List<ReceiptRow>> ReceiptsAsync(long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Receipts.AsNoTracking().Where(r => r.FirstId > after).OrderBy(r => r.FirstId).Take(ReceiptsPerPage)
            .ToListAsync(cancellationToken);
    }

    // While the program runs, a commit may have come after the walk had passed its place: looked at once more before anything is called missing.
    private async Task LookAgainAsync(BooksTally tally, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var ids in tally.Missing.Chunk(IdsPerLook).ToList())
        {
            var late = await context.Transactions.Where(r => ids.Contains(r.Id)).Select(r => new { r.Id, r.Status }).ToListAsync(cancellationToken);
            foreach (var row in late) tally.Find(row.Id, row.Status);
        }

        foreach (var id in tally.Unknown.Order().Take(StoredBooks.MaxNamed).ToList())
        {
            var near = await context.Receipts.AsNoTracking().Where(r => r.FirstId <= id).OrderByDescending(r => r.FirstId).Take(ReceiptsPerPage)
                .ToListAsync(cancellationToken);
            if (near.Any(r => r.Decode().Contains(id))) tally.Name(id);
        }
    }
}
