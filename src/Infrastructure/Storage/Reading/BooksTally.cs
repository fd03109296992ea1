using Dashboard.Application.Books;
using Dashboard.Domain.Transactions;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Ids that receipts name, ticked off by the rows that are there. Holds those that were named and not found, or found and not named.</summary>
/// <remarks>Commits overlap in their ids, so that either may come first; both sets stay as small as the commits that ran at once.</remarks>
internal sealed class BooksTally
{
    private readonly HashSet<long> _named = [];
    private readonly HashSet<long> _found = [];
    private readonly long[] _byStatus = new long[4];
    private long _from;

    /// <summary>Named by a receipt, but not found.</summary>
    public IReadOnlyCollection<long> Missing => _named;

    /// <summary>Found, but named by no receipt.</summary>
    public IReadOnlyCollection<long> Unknown => _found;

    public void Name(long id)
    {
        if (id >= _from && !_found.Remove(id)) _named.Add(id);
    }

    public void Find(long id, TransactionStatus status)
    {
        _byStatus[(int)status]++;
        if (id >= _from && !_named.Remove(id)) _found.Add(id);
    }

    /// <summary>Ids below are counted, but not held against each other: of them rows or receipts have been removed.</summary>
    public void Forget(long below)
    {
        _from = below;
        _named.RemoveWhere(id => id < below);
        _found.RemoveWhere(id => id < below);
    }

    /// <param name="removed">Rows that were there and have been removed after their time.</param>
    public StoredBooks ToBooks(long removed) => new(
        _byStatus[0], _byStatus[1], _byStatus[2], _byStatus[3], removed, _named.Count, First(_named), _found.Count, First(_found));

    private static TransactionId[] First(HashSet<long> ids) =>
        [.. ids.Order().Take(StoredBooks.MaxNamed).Select(id => new TransactionId(id))];
}
