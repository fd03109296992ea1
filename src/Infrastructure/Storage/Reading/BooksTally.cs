using Dashboard.Application.Books;
using Dashboard.Domain.Transactions;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Compares the ids in receipts with the ids of rows. Keeps ids that have a receipt but no row, or a row but no receipt.</summary>
/// <remarks>
/// The ids of commits overlap, so either may come first. Both sets stay as small as the commits that ran at the same time.
/// </remarks>
internal sealed class BooksTally
{
    private readonly HashSet<long> _missing = [];
    private readonly HashSet<long> _unknown = [];
    private readonly long[] _byStatus = new long[4];
    private long _firstCompared;

    /// <summary>Ids with a receipt, but no row.</summary>
    public IReadOnlyCollection<long> Missing => _missing;

    /// <summary>Ids with a row, but no receipt.</summary>
    public IReadOnlyCollection<long> Unknown => _unknown;

    public void AddReceipted(long id)
    {
        if (id >= _firstCompared && !_unknown.Remove(id)) _missing.Add(id);
    }

    public void AddRow(long id, TransactionStatus status)
    {
        _byStatus[(int)status]++;
        if (id >= _firstCompared && !_missing.Remove(id)) _unknown.Add(id);
    }

    /// <summary>Ids below this one are counted, but not compared: their rows or receipts may have been removed.</summary>
    public void IgnoreBelow(long below)
    {
        _firstCompared = below;
        _missing.RemoveWhere(id => id < below);
        _unknown.RemoveWhere(id => id < below);
    }

    /// <param name="removed">How many rows the retention removed.</param>
    public StoredBooks ToBooks(long removed) => new(
        _byStatus[0], _byStatus[1], _byStatus[2], _byStatus[3], removed, _missing.Count, First(_missing), _unknown.Count, First(_unknown));

    private static TransactionId[] First(HashSet<long> ids) =>
        [.. ids.Order().Take(StoredBooks.MaxNamed).Select(id => new TransactionId(id))];
}
