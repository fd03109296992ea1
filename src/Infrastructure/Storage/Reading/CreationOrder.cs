using Dashboard.Application.History;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Sorts the rows of a filter by their own time. No index has that order, so the rows that an index gives are bounded.</summary>
internal static class CreationOrder
{
    /// <summary>Up to <paramref name="limit"/> rows, latest first, and the cursor of the next page; null at the end.</summary>
    /// <param name="indexed">Rows that an index gives in the order of the key.</param>
    /// <param name="select">The whole filter.</param>
    /// <param name="range">The keys to look at.</param>
    /// <param name="after">The cursor of the page before.</param>
    /// <param name="limit">The most rows to give.</param>
    /// <param name="maxRows">The most rows to look at.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="TooManyToSortException"/>
    public static async Task<(List<TransactionRow> Found, CreationCursor? Next)> PageAsync(
        IQueryable<TransactionRow> indexed, Func<IQueryable<TransactionRow>, IQueryable<TransactionRow>> select, KeyRange range,
        CreationCursor? after, int limit, int maxRows, CancellationToken cancellationToken)
    {
        if (after is { } cursor && !(range.End <= cursor.Newest.Value)) range = range with { End = cursor.Newest.Value + 1 };
        var keys = range.Of(indexed).OrderByDescending(r => r.Id).Select(r => (long?)r.Id);
        if (await keys.FirstOrDefaultAsync(cancellationToken) is not { } newest) return ([], null);
        if (await keys.Skip(maxRows).FirstOrDefaultAsync(cancellationToken) is not null) throw new TooManyToSortException();

        range = range with { End = newest + 1 };
        // One row more than asked for tells whether there are others.
        var rows = await Sorted(select(range.Of(indexed)), after).Take(limit + 1).ToListAsync(cancellationToken);
        if (rows.Count <= limit) return (rows, null);
        var last = rows[limit - 1];
        var next = new CreationCursor(
            new DateTimeOffset(last.CreatedAt), new TransactionId(last.Id), after?.Newest ?? new TransactionId(newest));
        return (rows[..limit], next);
    }

    internal static IQueryable<TransactionRow> Sorted(IQueryable<TransactionRow> rows, CreationCursor? after)
    {
        if (after is { } cursor)
        {
            var (time, id) = (cursor.CreatedAt.UtcDateTime, cursor.Id.Value);
            rows = rows.Where(r => r.CreatedAt < time || (r.CreatedAt == time && r.Id < id));
        }

        return rows.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id);
    }
}
