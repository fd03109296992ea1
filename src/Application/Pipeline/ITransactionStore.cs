using System.Collections.Immutable;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Pipeline;

/// <summary>Writes transactions. Changes are committed in batches, in the order in which they were handed over.</summary>
/// <remarks>Each call fails with a <c>StoreClosedException</c> when the program stops before the change could be committed.</remarks>
public interface ITransactionStore
{
    /// <summary>Adds new transactions. The results, in the same order, come after the commit. Waits while the writer is full.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the transactions were handed over.</exception>
    Task<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<Transaction> transactions, CancellationToken cancellationToken);

    /// <summary>
    /// Hands over a later state of a stored transaction; it is written with one of the next batches. Waits only while the writer is full.
    /// </summary>
    ValueTask UpdateAsync(Transaction transaction);

    /// <summary>
    /// Hands over the end of a stored transaction. Waits only while the writer is full. What became of it is posted to
    /// <see cref="ICommittedEnds"/> after the commit.
    /// </summary>
    Task EndAsync(Transaction ended);

    /// <summary>
    /// Ends a stored transaction as its sender reported. After the commit gives the stored end: this one, or the one that was there
    /// first.
    /// </summary>
    Task<Transaction> ReportEndAsync(Transaction ended);
}

/// <summary>The result of adding one transaction.</summary>
/// <param name="Existing">The transaction stored earlier under the same source and reference or key; null when there was none.</param>
/// <param name="Error">Why the store refused this one row while the others were committed; null normally.</param>
public readonly record struct AddResult(Transaction? Existing, string? Error)
{
    /// <summary>Names of the rules that flagged the new transaction; the default when none did.</summary>
    public ImmutableArray<string> Flags { get; init; }

    /// <summary>A sentence for each flag.</summary>
    public ImmutableArray<string> Reasons { get; init; }
}


/// <summary>Hears from the writer what became of the ends that were handed to it.</summary>
public interface ICommittedEnds
{
    /// <summary>Takes the ends of one commit, or those that will not be stored. Never waits.</summary>
    void Post(IReadOnlyList<CommittedEnd> ends);
}

/// <param name="Stored">The stored end: <paramref name="Ended"/> itself, or the one that was there first. Null when it is not stored: the
/// program stopped before, or the store refused it.</param>
public readonly record struct CommittedEnd(Transaction Ended, Transaction? Stored);
