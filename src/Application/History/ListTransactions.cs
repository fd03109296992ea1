using Dashboard.Application.Common;
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

/// <param name="Items">At most as many as asked for. There may be fewer, or none, although <paramref name="Next"/> is given: a call looks
/// at a bounded number of rows.</param>
/// <param name="Next">Cursor of the following page; null when this is the last.</param>
/// <param name="SearchedTo">Everything received at this time or later was looked at; null when the whole range was.</param>
public sealed record TransactionPage(IReadOnlyList<TransactionDto> Items, string? Next, DateTimeOffset? SearchedTo) : IMaskable
{
    public object Masked() => this with { Items = [.. Items.Select(t => t.Masked())] };
}

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
        var search = await history.SearchAsync(request.Filter, request.Before, request.Limit, cancellationToken);
        return new TransactionPage(
            [.. search.Found.Select(t => t.ToDto(sequence: 0))], search.Next?.ToString(), search.Next?.Time);
    }
}
