using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Live;

/// <summary>The transactions with the greatest ids, each in its newest state with the number it had last. Not safe for several threads.</summary>
internal sealed class NewestTransactions(int capacity)
{
    private readonly SortedDictionary<TransactionId, (Transaction State, long Sequence)> _newest = [];

    /// <summary>Takes a state that has no number yet.</summary>
    public void Put(Transaction transaction)
    {
        if (_newest.TryGetValue(transaction.Id, out var known))
        {
            _newest[transaction.Id] = (transaction, known.Sequence);
            return;
        }

        if (_newest.Count >= capacity)
        {
            var oldest = _newest.First().Key;
            if (transaction.Id < oldest) return;
            _newest.Remove(oldest);
        }

        _newest[transaction.Id] = (transaction, 0);
    }

    /// <summary>Notes the number that a state got, unless the transaction is not among the newest.</summary>
    public void Number(TransactionId id, long sequence)
    {
        if (_newest.TryGetValue(id, out var known)) _newest[id] = (known.State, sequence);
    }

    public (Transaction State, long Sequence)[] ToArray() => [.. _newest.Values];
}
