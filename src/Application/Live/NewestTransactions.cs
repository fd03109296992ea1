using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Live;

/// <summary>
/// The transactions with the greatest ids, each in its newest state with the number of its last numbered change. Not thread-safe.
/// </summary>
internal sealed class NewestTransactions(int capacity)
{
    private readonly SortedDictionary<TransactionId, NumberedTransaction> _newest = [];

    /// <summary>Adds a state that has no number yet.</summary>
    public void Put(Transaction transaction)
    {
        if (_newest.TryGetValue(transaction.Id, out var known))
        {
            _newest[transaction.Id] = known with { State = transaction };
            return;
        }

        if (_newest.Count >= capacity)
        {
            var oldest = _newest.First().Key;
            if (transaction.Id < oldest) return;
            _newest.Remove(oldest);
        }

        _newest[transaction.Id] = new NumberedTransaction(transaction, 0);
    }

    /// <summary>Notes the number of a change, unless the transaction is not among the newest.</summary>
    public void AssignSequence(TransactionId id, long sequence)
    {
        if (_newest.TryGetValue(id, out var known)) _newest[id] = known with { Sequence = sequence };
    }

    public NumberedTransaction[] ToArray() => [.. _newest.Values];
}

/// <param name="Sequence">Number of the last change that a tick has numbered; 0 when there is none.</param>
public readonly record struct NumberedTransaction(Transaction State, long Sequence);
