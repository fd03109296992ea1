using System.Runtime.CompilerServices;
using Dashboard.Domain.Transactions;
using MediatR;

namespace Dashboard.Application.History;

/// <summary>All transactions that the filter selects, newest first, page by page as the reader asks for them.</summary>
/// <remarks>Transactions that arrive after the first page was read are not part of it.</remarks>
public sealed record ExportTransactions(TransactionFilter Filter)
    : IRequest<IAsyncEnumerable<IReadOnlyList<ExportedTransaction>>>, IHistoryQuery;

/// <param name="AmountMinor">The amount as an integer of the currency's minor units.</param>
public readonly record struct ExportedTransaction(TransactionDto Transaction, long AmountMinor);

internal sealed class ExportTransactionsHandler(ITransactionHistory history)
    : IRequestHandler<ExportTransactions, IAsyncEnumerable<IReadOnlyList<ExportedTransaction>>>
{
    internal const int PageSize = 1_000;

    // Rows that one scan looks at when few of them match.
    internal const int MaxRowsPerScan = 50_000;

    public Task<IAsyncEnumerable<IReadOnlyList<ExportedTransaction>>> Handle(
        ExportTransactions request, CancellationToken cancellationToken) =>
        Task.FromResult(PagesAsync(request.Filter, cancellationToken));

    // Every read is short: a long one would keep SQLite from emptying its log, and would hold a thread.
    private async IAsyncEnumerable<IReadOnlyList<ExportedTransaction>> PagesAsync(
        TransactionFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset? begin;
        do
        {
            begin = await history.FindScanStartAsync(filter, MaxRowsPerScan, cancellationToken);
            var scanned = begin is null ? filter : filter with { From = begin };
            TransactionId? before = null;
            IReadOnlyList<Transaction> page;
            do
            {
                page = await history.PageAsync(scanned, before, PageSize, cancellationToken);
                yield return [.. page.Select(t => new ExportedTransaction(t.ToDto(sequence: 0), t.Details.Amount.MinorUnits))];
                // The embedded store reads on the caller's thread: other work gets a turn before the next page.
                await Task.Yield();
                if (page.Count > 0) before = page[^1].Id;
            }
            while (page.Count == PageSize);
            filter = filter with { To = begin };
        }
        while (begin is not null);
    }
}
