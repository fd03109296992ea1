using Dashboard.Application.Pipeline;
using Dashboard.Domain.Books;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Books;

/// <summary>Recounts the store. Reads page by page and holds no lock in between.</summary>
public interface IBooksReader
{
    /// <summary>Counts the transactions after a run began and compares them with the receipts of their commits.</summary>
    /// <param name="node">Only those that this node took in; null for all.</param>
    Task<StoredBooks> CountAsync(TransactionId after, OrderedId? node, CancellationToken cancellationToken);

    /// <summary>Unfinished transactions up to an id.</summary>
    Task<long> UnfinishedUpToAsync(TransactionId upTo, CancellationToken cancellationToken);

    /// <summary>Unfinished transactions of some slots.</summary>
    Task<long> UnfinishedOfAsync(IReadOnlyCollection<int> slots, CancellationToken cancellationToken);

    /// <summary>The nodes that may commit, oldest first.</summary>
    Task<IReadOnlyList<LiveNode>> NodesAsync(CancellationToken cancellationToken);

    /// <summary>All runs, oldest first.</summary>
    Task<IReadOnlyList<Run>> RunsAsync(CancellationToken cancellationToken);
}

/// <summary>Runs of which commits may be lost without a trace, because they were not stopped cleanly and their log is gone.</summary>
public interface IUnprovenRuns
{
    /// <summary>Oldest first. Before the store is opened otherwise: that makes a new log.</summary>
    Task<IReadOnlyList<RunId>> FindAsync(CancellationToken cancellationToken);
}

/// <summary>Writes the figures of runs.</summary>
public interface IRunStore
{
    /// <summary>Hands over the newest figures of a run, new or known. Waits only while the writer is full.</summary>
    ValueTask SaveAsync(Run run);
}

/// <param name="Ended">Transactions that the commits of the node ended.</param>
/// <param name="Flow">As the node recorded it last, up to five seconds ago.</param>
public sealed record LiveNode(OrderedId Id, string Name, long Ended, FlowDto Flow);

/// <summary>The counts of the store.</summary>
/// <param name="Removed">Transactions that were removed after their time; all of them had been accepted and had ended.</param>
/// <param name="Missing">
/// Transactions that a commit added and that are not there; the first <see cref="MaxNamed"/> of <paramref name="MissingCount"/>.
/// </param>
/// <param name="Unknown">
/// Transactions that are there and that no commit added; the first <see cref="MaxNamed"/> of <paramref name="UnknownCount"/>.
/// </param>
public sealed record StoredBooks(
    long Pending, long Processing, long Completed, long Failed, long Removed,
    long MissingCount, IReadOnlyList<TransactionId> Missing, long UnknownCount, IReadOnlyList<TransactionId> Unknown)
{
    public const int MaxNamed = 1_000;

    public long Rows => Pending + Processing + Completed + Failed;

    /// <summary>Transactions that are there or were removed.</summary>
    public long Accepted => Rows + Removed;

    public long Ended => Completed + Failed + Removed;

    /// <summary>Transactions that the commits say were added.</summary>
    public long Receipted => Accepted + MissingCount - UnknownCount;
}
