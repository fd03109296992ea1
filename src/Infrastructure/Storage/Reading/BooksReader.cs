using Dashboard.Application.Books;
using Dashboard.Domain.Books;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Reads rows and receipts side by side in the order of their ids.</summary>
internal sealed class BooksReader(StoreReads reads, StoreLocks locks) : IBooksReader
{
    private const int RowsPerPage = 5_000;
    private const int ReceiptsPerPage = 500;
    private const int IdsPerRecheck = 500;

    public async Task<StoredBooks> CountAsync(TransactionId after, OrderedId? node, CancellationToken cancellationToken)
    {
        using var counting = await locks.Removal.AcquireAsync(cancellationToken);
        var tally = new BooksTally();
        tally.IgnoreBelow((await RemovedAsync(after, node, cancellationToken)).UpTo);
        var last = after.Value;
        var lastReceipt = after.Value;
        var haveAllReceipts = false;
        while (true)
        {
            var rows = await RowsAsync(last, node, cancellationToken);
            // Receipts are read after their rows, so that a commit between the two reads does not leave a row without its receipt.
            var end = rows.Count < RowsPerPage ? long.MaxValue : rows[^1].Id;
            while (!haveAllReceipts && lastReceipt < end)
            {
                var receipts = await ReceiptsAsync(lastReceipt, node, cancellationToken);
                foreach (var id in receipts.SelectMany(r => r.Decode())) tally.AddReceipted(id);
                haveAllReceipts = end == long.MaxValue && receipts.Count < ReceiptsPerPage;
                if (receipts.Count > 0) lastReceipt = receipts[^1].FirstId;
                if (receipts.Count < ReceiptsPerPage) break;
            }

            foreach (var row in rows) tally.AddRow(row.Id, row.Status);
            if (rows.Count < RowsPerPage) break;
            last = end;
        }

        // Read again: another process may have removed rows during the count.
        var (removed, upTo) = await RemovedAsync(after, node, cancellationToken);
        tally.IgnoreBelow(upTo);
        await RecheckAsync(tally, node, cancellationToken);
        return tally.ToBooks(removed);
    }

    public Task<long> UnfinishedUpToAsync(TransactionId upTo, CancellationToken cancellationToken) => reads.RunAsync(
        context => context.Transactions
            .LongCountAsync(r => r.Status < TransactionStatus.Completed && r.Id <= upTo.Value, cancellationToken),
        cancellationToken);

    public Task<long> UnfinishedOfAsync(IReadOnlyCollection<int> slots, CancellationToken cancellationToken) => reads.RunAsync(
        context => context.Transactions.Where(r => r.Status < TransactionStatus.Completed).Where(SlotOf.IsIn([.. slots]))
            .LongCountAsync(cancellationToken),
        cancellationToken);

    public async Task<IReadOnlyList<LiveNode>> NodesAsync(CancellationToken cancellationToken)
    {
        var rows = await reads.RunAsync(
            context => context.Nodes.AsNoTracking().Where(n => n.State == NodeState.Live).OrderBy(n => n.Id)
                .Join(context.Runs.AsNoTracking(), n => n.Id, r => r.Id, (node, run) => new { node, run }).ToListAsync(cancellationToken),
            cancellationToken);
        return
        [
            .. rows.Select(r => new LiveNode(
                new OrderedId(r.node.Id), r.node.Name, r.node.Completed + r.node.Failed, r.run.ToRun().Flow)),
        ];
    }

    public async Task<IReadOnlyList<Run>> RunsAsync(CancellationToken cancellationToken)
    {
        var rows = await reads.RunAsync(
            context => context.Runs.AsNoTracking().OrderBy(r => r.Id).ToListAsync(cancellationToken), cancellationToken);
        return [.. rows.Select(r => r.ToRun())];
    }

    // How many transactions were removed of the node's run, or of runs whose id is the boundary or above, and the highest id below which
    // any run had removals.
    private async Task<(long Count, long UpTo)> RemovedAsync(TransactionId after, OrderedId? node, CancellationToken cancellationToken)
    {
        var removals = await reads.RunAsync(
            context => context.Removals.AsNoTracking().ToListAsync(cancellationToken), cancellationToken);
        var count = removals.Where(r => node is { } id ? r.RunId == id.Value : new RunId(r.RunId).Boundary >= after)
            .Sum(r => r.Transactions);
        return (count, removals.Select(r => r.UpTo).DefaultIfEmpty().Max());
    }

    private async Task<List<(long Id, TransactionStatus Status)>> RowsAsync(
        long after, OrderedId? node, CancellationToken cancellationToken)
    {
        var rows = await reads.RunAsync(
            context =>
            {
                var later = context.Transactions.Where(r => r.Id > after);
                // Since its start, no other node makes ids of its slot.
                if (node is { Slot: var slot }) later = later.Where(SlotOf.IsIn([slot]));
                return later.OrderBy(r => r.Id).Take(RowsPerPage).Select(r => new { r.Id, r.Status }).ToListAsync(cancellationToken);
            },
            cancellationToken);
        return [.. rows.Select(r => (r.Id, r.Status))];
    }

    private Task<List<ReceiptRow>> ReceiptsAsync(long after, OrderedId? node, CancellationToken cancellationToken) => reads.RunAsync(
        context => Receipts(context, node).Where(r => r.FirstId > after).OrderBy(r => r.FirstId).Take(ReceiptsPerPage)
            .ToListAsync(cancellationToken),
        cancellationToken);

    private static IQueryable<ReceiptRow> Receipts(DashboardDbContext context, OrderedId? node)
    {
        var all = context.Receipts.AsNoTracking();
        return node is { Value: var id } ? all.Where(r => r.Node == id) : all;
    }

    // While the program runs, a commit may add rows or receipts that the count has passed. So each mismatch is checked once more.
    private async Task RecheckAsync(BooksTally tally, OrderedId? node, CancellationToken cancellationToken)
    {
        foreach (var ids in tally.Missing.Chunk(IdsPerRecheck).ToList())
        {
            var found = await reads.RunAsync(
                context => context.Transactions.Where(r => ids.Contains(r.Id)).Select(r => new { r.Id, r.Status })
                    .ToListAsync(cancellationToken),
                cancellationToken);
            foreach (var row in found) tally.AddRow(row.Id, row.Status);
        }

        foreach (var id in tally.Unknown.Order().Take(StoredBooks.MaxNamed).ToList())
        {
            var candidates = await reads.RunAsync(
                context => Receipts(context, node).Where(r => r.FirstId <= id).OrderByDescending(r => r.FirstId)
                    .Take(ReceiptsPerPage).ToListAsync(cancellationToken),
                cancellationToken);
            if (candidates.Any(r => r.Decode().Contains(id))) tally.AddReceipted(id);
        }
    }
}
