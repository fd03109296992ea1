using System.Diagnostics.CodeAnalysis;
using Dashboard.Domain.Common;

namespace Dashboard.Domain.Alerts;

/// <summary>Id of an alert. Its time is when the alert was raised.</summary>
public readonly record struct AlertId(OrderedId Ordered) : IComparable<AlertId>
{
    public AlertId(long value) : this(new OrderedId(value)) { }

    /// <summary>The number that is stored.</summary>
    public long Value => Ordered.Value;

    /// <inheritdoc cref="OrderedId.FirstAt"/>
    public static AlertId FirstAt(DateTimeOffset time) => new(OrderedId.FirstAt(time));

    /// <inheritdoc cref="OrderedId.TryParse"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out AlertId id)
    {
        var isId = OrderedId.TryParse(text, out var ordered);
        id = new AlertId(ordered);
        return isId;
    }

    public int CompareTo(AlertId other) => Ordered.CompareTo(other.Ordered);

    public override string ToString() => Ordered.ToString();

    public static bool operator <(AlertId left, AlertId right) => left.Ordered < right.Ordered;

    public static bool operator >(AlertId left, AlertId right) => left.Ordered > right.Ordered;

    public static bool operator <=(AlertId left, AlertId right) => left.Ordered <= right.Ordered;

    public static bool operator >=(AlertId left, AlertId right) => left.Ordered >= right.Ordered;
}
