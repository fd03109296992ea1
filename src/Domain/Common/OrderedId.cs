using System.Diagnostics.CodeAnalysis;

namespace Dashboard.Domain.Common;

/// <summary>
/// A time-ordered 64-bit id: the milliseconds since 1970, then 8 bits for the node that made it, then a counter of 12 bits. Newest first is
/// the descending order of the number, and of the text as well.
/// </summary>
/// <remarks>
/// The text is 13 characters of Crockford's base 32 (upper case, without I, L, O, U). Ids from before nodes had numbers have one counter in
/// the lower 20 bits; they read, compare and sort in the same way (docs/adr/0020).
/// </remarks>
public readonly record struct OrderedId(long Value) : IComparable<OrderedId>
{
    public const int TextLength = 13;

    internal const int CounterBits = 12;
    internal const int NodeBits = 8;
    internal const int BitsBelowTime = NodeBits + CounterBits;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Above every id that a generator makes.</summary>
    public static OrderedId Max => new(long.MaxValue);

    /// <summary>When the id was made, to the millisecond, unless it was ahead of the clock (<see cref="TimeOfReceipt"/>).</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Value >> BitsBelowTime);

    /// <summary>The share of the ids to which this one belongs: the node that holds it makes these ids (docs/adr/0035).</summary>
    /// <remarks>Without a meaning in ids from before nodes had numbers.</remarks>
    public int Slot => (int)(Value >> CounterBits) & ((1 << NodeBits) - 1);

    /// <summary>When the thing was received that got this id just now, to the millisecond: by the clock, and never by an id that is ahead
    /// of it.</summary>
    /// <remarks>
    /// Ids only rise, so after a clock that was ahead they stay ahead until it catches up (docs/adr/0026). Up to
    /// <see cref="OrderedIds.Tolerance"/> the id's own time is taken: a burst may carry ids ahead by some milliseconds.
    /// </remarks>
    public DateTimeOffset TimeOfReceipt(DateTimeOffset now) =>
        Time - now <= OrderedIds.Tolerance ? Time : DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());

    /// <summary>The lowest id of any node at this instant or later; a part of a millisecond counts as the next millisecond.</summary>
    public static OrderedId FirstAt(DateTimeOffset time)
    {
        var utc = Math.Max(0, time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks);
        var milliseconds = (utc + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        return new OrderedId(Math.Min(milliseconds, long.MaxValue >> BitsBelowTime) << BitsBelowTime);
    }

    /// <summary>Reads the 13 characters of <see cref="ToString"/>, in either case; nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out OrderedId id)
    {
        id = default;
        if (text is not { Length: TextLength }) return false;

        ulong value = 0;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (digit < 0 || value >> 59 != 0) return false;
            value = (value << 5) | (uint)digit;
        }

        if (value > long.MaxValue) return false;
        id = new OrderedId((long)value);
        return true;
    }

    public int CompareTo(OrderedId other) => Value.CompareTo(other.Value);

    public override string ToString() => string.Create(TextLength, Value, static (text, value) =>
    {
        for (var i = TextLength - 1; i >= 0; i--, value >>= 5)
            text[i] = Alphabet[(int)(value & 31)];
    });

    public static bool operator <(OrderedId left, OrderedId right) => left.Value < right.Value;

    public static bool operator >(OrderedId left, OrderedId right) => left.Value > right.Value;

    public static bool operator <=(OrderedId left, OrderedId right) => left.Value <= right.Value;

    public static bool operator >=(OrderedId left, OrderedId right) => left.Value >= right.Value;
}
