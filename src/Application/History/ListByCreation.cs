using FluentValidation;
using MediatR;

namespace Dashboard.Application.History;

/// <summary>One page of the history by the transactions' own time, latest first, and by id where the time is the same.</summary>
/// <remarks>There is no index on that time, so the rows of the filter are sorted for each page. They are bounded.</remarks>
/// <param name="After">The cursor of the previous page; null for the first page.</param>
/// <param name="Limit">1 … <see cref="ListTransactions.MaxLimit"/>.</param>
/// <exception cref="TooManyToSortException"/>
public sealed record ListByCreation(TransactionFilter Filter, CreationCursor? After, int Limit) : IRequest<TransactionPage>, IHistoryQuery;

/// <summary>More rows would have to be looked at than <c>Storage:MaxRowsPerRead</c>.</summary>
public sealed class TooManyToSortException : Exception;

internal sealed class ListByCreationValidator : AbstractValidator<ListByCreation>
{
    public ListByCreationValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, ListTransactions.MaxLimit).OverridePropertyName("limit")
            .WithMessage($"must be between 1 and {ListTransactions.MaxLimit}");
        Include(new HistoryQueryValidator());
    }
}

internal sealed class ListByCreationHandler(ITransactionHistory history) : IRequestHandler<ListByCreation, TransactionPage>
{
    public async Task<TransactionPage> Handle(ListByCreation request, CancellationToken cancellationToken)
    {
        var sorted = await history.SortByCreationAsync(request.Filter, request.After, request.Limit, cancellationToken);
        return new TransactionPage([.. sorted.Found.Select(t => t.ToDto(sequence: 0))], sorted.Next?.ToString(), SearchedTo: null);
    }
}
