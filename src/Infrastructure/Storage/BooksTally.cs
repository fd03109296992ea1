using Dashboard.Application.Books;
using Dashboard.Domain.Transactions;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Ids that receipts name, ticked off by the rows that are there. Holds those that were named and not found, or found and not named.</summary>
/// <remarks>Commits overlap in their ids, so that either may come first; both sets stay as small as the commits that ran at once.</remarks>
internal sealed class BooksTally
{
    private readonly HashSet<long> _named = [];
    private readonly HashSet<long> _found = [];
    private readonly long[] _byStatus = new long[4];

    /// <summary>Named by a receipt, but not found.</summary>
    public IReadOnlyCollection<long> Missing => _named;

    /// <summary>Found, but named by no receipt.</summary>
    public IReadOnlyCollection<long> Unknown => _found;

    public void Name(long id)
    {
        if (!_found.Remove(id)) _named.Add(id);
    }

    public void Find(long id, TransactionStatus status)
    {
        _byStatus[(int)status]++;
        if (!_named.Remove(id)) _found.Add(id);
    }

    public StoredBooks ToBooks() => new(
        _byStatus[0], _byStatus[1], _byStatus[2], _byStatus[3], _named.Count, First(_named), _found.Count, First(_found));

    private static TransactionId[] First(HashSet<long> ids) =>
        [.. ids.Order().Take(StoredBooks.MaxNamed).Select(id => new TransactionId(id))];
}
