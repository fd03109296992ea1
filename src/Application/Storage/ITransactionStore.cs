using Dashboard.Application.Books;
using Dashboard.Application.Metrics;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Storage;

/// <summary>The write side of the store. Changes are committed in batches, in the order they were given.</summary>
public interface ITransactionStore
{
    /// <summary>Why nothing can be committed at the moment; null while all is well.</summary>
    string? Trouble { get; }

    /// <summary>Adds new transactions; the answers, in the same order, come after the commit. Waits while the writer is full.</summary>
    /// <exception cref="StoreClosedException">The program stopped before they could be committed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before they were handed over.</exception>
    Task<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<Transaction> transactions, CancellationToken cancellationToken);

    /// <summary>Hands over a later state of a stored transaction; written with one of the next batches. Waits only while the writer is full.</summary>
    ValueTask UpdateAsync(Transaction transaction);

    /// <summary>Ends a stored transaction on somebody's word. After the commit gives what is stored: this end, or the one that was there first.</summary>
    /// <exception cref="StoreClosedException">The program stopped before it could be committed.</exception>
    Task<Transaction> EndAsync(Transaction ended);

    /// <summary>Completes when all that was handed over before is committed.</summary>
    /// <exception cref="StoreClosedException">The program stopped before that.</exception>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Hands over the newest state of an alert, new or known.</summary>
    ValueTask SaveAsync(Alert alert);

    /// <summary>Hands over the newest figures of a run, new or known.</summary>
    ValueTask SaveAsync(Run run);
}

/// <summary>The writer is closed: the program stops, and nothing of this was or will be written.</summary>
public sealed class StoreClosedException : OperationCanceledException
{
    public StoreClosedException() : this("The program stops; nothing was written.") { }

    public StoreClosedException(string message) : base(message) { }

    public StoreClosedException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Tells errors of the store from errors of the program, for those who know no database.</summary>
public interface IStoreErrors
{
    /// <summary>Why the store cannot be reached, read or written at the moment; null when the exception is about something else.</summary>
    string? WhyAway(Exception exception);
}

/// <summary>The start ends here. The message is a sentence for whoever runs the program, and names the store.</summary>
public sealed class StoreNotOpenedException(string message, Exception inner) : Exception(message, inner);

/// <summary>What became of one added transaction.</summary>
/// <param name="Existing">The transaction stored earlier under the same source and reference or key; null when there was none.</param>
/// <param name="Error">Why the store refused this one row while the others were committed; null normally.</param>
public readonly record struct AddResult(Transaction? Existing, string? Error);

/// <summary>The read side that the pipeline needs once, at start.</summary>
public interface IStartupReader
{
    /// <summary>The highest id ever stored, or null for an empty store.</summary>
    Task<TransactionId?> HighestIdAsync(CancellationToken cancellationToken);

    /// <summary>Transactions behind one id and up to another that are Pending or Processing, oldest first.</summary>
    IAsyncEnumerable<Transaction> UnfinishedAsync(TransactionId after, TransactionId upTo, CancellationToken cancellationToken);

    /// <summary>The ends of transactions at <paramref name="since"/> or later, in any order.</summary>
    IAsyncEnumerable<Sample> FinishedSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The newest transactions in any state, newest first.</summary>
    Task<IReadOnlyList<Transaction>> NewestAsync(int count, CancellationToken cancellationToken);

    /// <summary>Alerts that are not resolved.</summary>
    Task<IReadOnlyList<Alert>> UnresolvedAlertsAsync(CancellationToken cancellationToken);
}
