using System.Runtime.CompilerServices;
using Dashboard.Domain.Transactions;
using MediatR;

namespace Dashboard.Application.History;

/// <summary>All transactions that the filter selects, newest first, page by page as the reader asks for them.</summary>
/// <remarks>Transactions that arrive after the first page was read are not part of it.</remarks>
/// <param name="ByCreation">In the order of <see cref="ListByCreation"/>, and with its bound.</param>
public sealed record ExportTransactions(TransactionFilter Filter, bool ByCreation = false)
    : IRequest<IAsyncEnumerable<IReadOnlyList<ExportedTransaction>>>, IHistoryQuery;

/// <param name="AmountMinor">The amount as an integer of the currency's minor units.</param>
public readonly record struct ExportedTransaction(TransactionDto Transaction, long AmountMinor)
{
    public ExportedTransaction Masked() => this with { Transaction = Transaction.Masked() };
}

internal sealed class ExportTransactionsHandler(ITransactionHistory history)
    : IRequestHandler<ExportTransactions, IAsyncEnumerable<IReadOnlyList<ExportedTransaction>>>
{
    internal const int PageSize = 1_000;

    public Task<IAsyncEnumerable<IReadOnlyList<ExportedTransaction>>> Handle(
        ExportTransactions request, CancellationToken cancellationToken) =>
        Task.FromResult(request.ByCreation
            ? SortedPagesAsync(request.Filter, cancellationToken) : PagesAsync(request.Filter, cancellationToken));

    // Every read is short: a long one would keep SQLite from emptying its log, and would hold a thread.
    private async IAsyncEnumerable<IReadOnlyList<ExportedTransaction>> PagesAsync(
        TransactionFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TransactionId? before = null;
        do
        {
            var search = await history.SearchAsync(filter, before, PageSize, cancellationToken);
            yield return Exported(search.Found);
            before = search.Next;
        }
        while (before is not null);
    }

    private async IAsyncEnumerable<IReadOnlyList<ExportedTransaction>> SortedPagesAsync(
        TransactionFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CreationCursor? after = null;
        do
        {
            var sorted = await history.SortByCreationAsync(filter, after, PageSize, cancellationToken);
            yield return Exported(sorted.Found);
            after = sorted.Next;
        }
        while (after is not null);
    }

    private static ExportedTransaction[] Exported(IReadOnlyList<Transaction> page) =>
        [.. page.Select(t => new ExportedTransaction(t.ToDto(sequence: 0), t.Details.Amount.MinorUnits))];
}
