using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>A range of keys; null is open. One lower and one upper bound: with two of a kind, SQLite seeks to one of them and walks to
/// the other.</summary>
internal readonly record struct KeyRange(long? First, long? End)
{
    public IQueryable<TRow> Of<TRow>(IQueryable<TRow> rows)
        where TRow : class, IKeyedRow
    {
        if (First is { } first) rows = rows.Where(r => EF.Property<long>(r, nameof(IKeyedRow.Id)) >= first);
        if (End is { } end) rows = rows.Where(r => EF.Property<long>(r, nameof(IKeyedRow.Id)) < end);
        return rows;
    }
}

/// <summary>Searches down the key, and looks at a bounded number of rows.</summary>
internal static class BoundedSearch
{
    // Most searches find enough at once. The others go on in windows that grow, so that few statements cover the rows of a search.
    private const int FirstWindow = 2_500;
    private const int Growth = 6;

    /// <summary>Up to <paramref name="limit"/> rows, newest first, and the key from which the next search goes on; null at the end of
    /// the range.</summary>
    /// <param name="indexed">Rows that an index gives in the order of the key.</param>
    /// <param name="select">The part of the filter that is checked row by row; null when there is none.</param>
    /// <param name="range">The keys to search.</param>
    /// <param name="limit">The most rows to find.</param>
    /// <param name="maxRows">The most rows to look at.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<(List<TRow> Found, long? Next)> RunAsync<TRow>(
        IQueryable<TRow> indexed, Func<IQueryable<TRow>, IQueryable<TRow>>? select, KeyRange range, int limit, int maxRows,
        CancellationToken cancellationToken)
        where TRow : class, IKeyedRow
    {
        var found = new List<TRow>();
        var (left, window) = (select is null ? 0 : maxRows, FirstWindow);
        while (true)
        {
            // Without further conditions the limit alone bounds the rows.
            var begin = left == 0 ? null : await KeyAtAsync(range.Of(indexed), Math.Min(window, left) - 1, cancellationToken);
            var rows = (range with { First = begin ?? range.First }).Of(indexed);
            // One row more than asked for tells whether there are others.
            var selected = select is null ? rows : select(rows);
            found.AddRange(await InOrder(selected).Take(limit + 1 - found.Count).ToListAsync(cancellationToken));
            if (found.Count > limit) return (found[..limit], found[limit - 1].Id);
            left -= Math.Min(window, left);
            if (begin is null || left == 0) return (found, begin);
            range = range with { End = begin };
            window *= Growth;
        }
    }

    private static Task<long?> KeyAtAsync<TRow>(IQueryable<TRow> rows, int place, CancellationToken cancellationToken)
        where TRow : class, IKeyedRow =>
        InOrder(rows).Skip(place).Select(r => (long?)EF.Property<long>(r, nameof(IKeyedRow.Id))).FirstOrDefaultAsync(cancellationToken);

    private static IOrderedQueryable<TRow> InOrder<TRow>(IQueryable<TRow> rows)
        where TRow : class, IKeyedRow => rows.OrderByDescending(r => EF.Property<long>(r, nameof(IKeyedRow.Id)));
}
