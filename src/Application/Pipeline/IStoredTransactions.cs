using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Pipeline;

/// <summary>Reads single transactions and the unfinished ones.</summary>
public interface IStoredTransactions
{
    /// <summary>The stored state of a transaction; null when the id is unknown.</summary>
    Task<Transaction?> FindAsync(TransactionId id, CancellationToken cancellationToken);

    /// <summary>The highest id ever stored, of whatever kind; null for an empty store.</summary>
    Task<OrderedId?> HighestIdAsync(CancellationToken cancellationToken);

    /// <summary>Transactions after one id and up to another that are Pending or Processing, oldest first.</summary>
    /// <param name="slots">Only those whose ids are of these slots; null for all.</param>
    IAsyncEnumerable<Transaction> UnfinishedAsync(
        TransactionId after, TransactionId upTo, IReadOnlyCollection<int>? slots, CancellationToken cancellationToken);
}
