using System.Diagnostics.CodeAnalysis;

namespace Dashboard.Domain.Transactions;

/// <summary>
/// A time-ordered 64-bit id: milliseconds since 1970 in the upper bits, a counter in the lower 20. Newest-first is the descending order of the
/// number, and of the text as well.
/// </summary>
/// <remarks>Written as 13 characters of Crockford's base 32 (upper case, without I, L, O, U).</remarks>
public readonly record struct TransactionId(long Value) : IComparable<TransactionId>
{
    public const int TextLength = 13;

    internal const int CounterBits = 20;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>When the id was made, to the millisecond.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Value >> CounterBits);

    /// <summary>The lowest id that can have been made at this instant or later; a part of a millisecond counts as the next one.</summary>
    public static TransactionId FirstAt(DateTimeOffset time)
    {
        var utc = Math.Max(0, time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks);
        var milliseconds = (utc + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        return new TransactionId(Math.Min(milliseconds, long.MaxValue >> CounterBits) << CounterBits);
    }

    /// <summary>Reads the 13 characters of <see cref="ToString"/>, in either case; nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TransactionId id)
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
        id = new TransactionId((long)value);
        return true;
    }

    public int CompareTo(TransactionId other) => Value.CompareTo(other.Value);

    public override string ToString() => string.Create(TextLength, Value, static (text, value) =>
    {
        for (var i = TextLength - 1; i >= 0; i--, value >>= 5)
            text[i] = Alphabet[(int)(value & 31)];
    });

    public static bool operator <(TransactionId left, TransactionId right) => left.Value < right.Value;

    public static bool operator >(TransactionId left, TransactionId right) => left.Value > right.Value;

    public static bool operator <=(TransactionId left, TransactionId right) => left.Value <= right.Value;

    public static bool operator >=(TransactionId left, TransactionId right) => left.Value >= right.Value;
}
