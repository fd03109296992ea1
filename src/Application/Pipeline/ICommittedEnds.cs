using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Pipeline;

/// <summary>Hears from the writer what became of the ends that were handed to it.</summary>
public interface ICommittedEnds
{
    /// <summary>Takes the ends of one commit, or those that will not be stored. Never waits.</summary>
    void Post(IReadOnlyList<CommittedEnd> ends);
}

/// <param name="Stored">The stored end: <paramref name="Ended"/> itself, or the one that was there first. Null when it is not stored: the
/// program stopped before, or the store refused it.</param>
public readonly record struct CommittedEnd(Transaction Ended, Transaction? Stored);
