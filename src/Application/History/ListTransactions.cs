using Dashboard.Domain.Transactions;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.History;

/// <summary>One page of the history, newest first. A page costs the same at any depth, and new rows do not change it.</summary>
/// <param name="Before">The cursor: the last id of the previous page; null for the newest page.</param>
/// <param name="Limit">1 … <see cref="MaxLimit"/>.</param>
public sealed record ListTransactions(TransactionFilter Filter, TransactionId? Before, int Limit) : IRequest<TransactionPage>, IHistoryQuery
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 500;
}

/// <param name="Next">Cursor of the following page; null when this is the last.</param>
public sealed record TransactionPage(IReadOnlyList<TransactionDto> Items, string? Next);

internal sealed class ListTransactionsValidator : AbstractValidator<ListTransactions>
{
    public ListTransactionsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, ListTransactions.MaxLimit).OverridePropertyName("limit")
            .WithMessage($"must be between 1 and {ListTransactions.MaxLimit}");
        Include(new HistoryQueryValidator());
    }
}

internal sealed class ListTransactionsHandler(ITransactionHistory history) : IRequestHandler<ListTransactions, TransactionPage>
{
    public async Task<TransactionPage> Handle(ListTransactions request, CancellationToken cancellationToken)
    {
        // One row more than asked for tells whether there is another page.
        var rows = await history.PageAsync(request.Filter, request.Before, request.Limit + 1, cancellationToken);
        var items = rows.Take(request.Limit).Select(t => t.ToDto(sequence: 0)).ToList();
        return new TransactionPage(items, rows.Count > request.Limit ? items[^1].Id : null);
    }
}
