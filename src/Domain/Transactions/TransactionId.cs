using System.Diagnostics.CodeAnalysis;
using Dashboard.Domain.Common;

namespace Dashboard.Domain.Transactions;

/// <summary>Id of a transaction. Its time is when the transaction was received, unless the id was ahead of the clock.</summary>
public readonly record struct TransactionId(OrderedId Ordered) : IComparable<TransactionId>
{
    public TransactionId(long value) : this(new OrderedId(value)) { }

    /// <summary>The number that is stored.</summary>
    public long Value => Ordered.Value;

    public DateTimeOffset Time => Ordered.Time;

    /// <inheritdoc cref="OrderedId.FirstAt"/>
    public static TransactionId FirstAt(DateTimeOffset time) => new(OrderedId.FirstAt(time));

    /// <inheritdoc cref="OrderedId.TryParse"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out TransactionId id)
    {
        var isId = OrderedId.TryParse(text, out var ordered);
        id = new TransactionId(ordered);
        return isId;
    }

    public int CompareTo(TransactionId other) => Ordered.CompareTo(other.Ordered);

    public override string ToString() => Ordered.ToString();

    public static bool operator <(TransactionId left, TransactionId right) => left.Ordered < right.Ordered;

    public static bool operator >(TransactionId left, TransactionId right) => left.Ordered > right.Ordered;

    public static bool operator <=(TransactionId left, TransactionId right) => left.Ordered <= right.Ordered;

    public static bool operator >=(TransactionId left, TransactionId right) => left.Ordered >= right.Ordered;
}
