using System.Diagnostics.CodeAnalysis;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.History;

/// <summary>Where a list that is sorted by the transactions' own time goes on.</summary>
/// <param name="CreatedAt">Time of the last transaction of the page before.</param>
/// <param name="Id">Its id, for transactions of the same time.</param>
/// <param name="Newest">The newest id of the list when its first page was read. Transactions that arrive later are not part of it.</param>
public readonly record struct CreationCursor(DateTimeOffset CreatedAt, TransactionId Id, TransactionId Newest)
{
    public const int TextLength = 3 * OrderedId.TextLength;

    /// <summary>Reads the text of <see cref="ToString"/>, in either case; nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CreationCursor cursor)
    {
        cursor = default;
        if (text is not { Length: TextLength }
            || !OrderedId.TryParse(text[..OrderedId.TextLength], out var ticks) || ticks.Value > DateTimeOffset.MaxValue.UtcTicks
            || !TransactionId.TryParse(text[OrderedId.TextLength..^OrderedId.TextLength], out var id)
            || !TransactionId.TryParse(text[^OrderedId.TextLength..], out var newest)
            || newest.Ordered == OrderedId.Max)
            return false;
        cursor = new CreationCursor(new DateTimeOffset(ticks.Value, TimeSpan.Zero), id, newest);
        return true;
    }

    // Three numbers in the form of an id.
    public override string ToString() => $"{new OrderedId(CreatedAt.UtcTicks)}{Id}{Newest}";
}
