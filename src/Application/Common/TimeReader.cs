using System.Diagnostics.CodeAnalysis;

namespace Dashboard.Application.Common;

/// <summary>Reads a time of RFC 3339, wherever it comes from: a body, a filter or a file.</summary>
/// <remarks>
/// The offset is required: Z, or hours and minutes with a colon between them. T and Z may be in lower case. Digits below 100 nanoseconds
/// are cut off. A leap second is the second after it, as in Unix time.
/// </remarks>
public static class TimeReader
{
    /// <summary>What is wrong with a text that is not a time.</summary>
    public const string Requirement = "must be a time of RFC 3339 such as 2026-11-30T12:00:00Z";

    /// <summary>What is wrong with a time that could be at any hour.</summary>
    public const string OffsetRequirement = "must have an offset or Z, as in 2026-11-30T12:00:00+01:00";

    private const string Pattern = "0000-00-00T00:00:00";
    private const int MaxLength = 100;

    /// <param name="time">In UTC.</param>
    /// <param name="error">What is wrong with the text, for its sender; null on success.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset time, [NotNullWhen(false)] out string? error)
    {
        time = default;
        error = Requirement;
        if (text.Length is < 19 or > MaxLength || !HasPattern(text)) return false;
        var rest = text[Pattern.Length..];
        if (!TryFraction(ref rest, out var fraction)) return false;
        if (rest.IsEmpty)
        {
            error = OffsetRequirement;
            return false;
        }

        if (!TryOffset(rest, out var offset) || !TryTicks(text, out var ticks, out var isLeapSecond)) return false;
        ticks -= offset;
        if (isLeapSecond && !IsLastOfMonth(ticks)) return false;
        ticks += fraction + (isLeapSecond ? TimeSpan.TicksPerSecond : 0);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return false;
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        error = null;
        return true;
    }

    private static bool HasPattern(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < Pattern.Length; i++)
        {
            var isRight = Pattern[i] switch
            {
                '0' => char.IsAsciiDigit(text[i]),
                'T' => text[i] is 'T' or 't',
                var other => text[i] == other,
            };
            if (!isRight) return false;
        }

        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.') return true;
        var digits = rest[1..].IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? rest[1..(1 + end)] : rest[1..];
        for (var i = 0; i < 7; i++) ticks = ticks * 10 + (i < digits.Length ? digits[i] - '0' : 0);
        rest = rest[(1 + digits.Length)..];
        return !digits.IsEmpty;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text is "Z" or "z") return true;
        if (text is not [('+' or '-') and var sign, _, _, ':', _, _]) return false;
        if (text[1..3].ContainsAnyExceptInRange('0', '9') || text[4..].ContainsAnyExceptInRange('0', '9')) return false;
        var (hours, minutes) = (Number(text[1..3]), Number(text[4..]));
        ticks = (hours * TimeSpan.TicksPerHour + minutes * TimeSpan.TicksPerMinute) * (sign == '-' ? -1 : 1);
        return hours < 24 && minutes < 60;
    }

    private static bool TryTicks(ReadOnlySpan<char> text, out long ticks, out bool isLeapSecond)
    {
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]));
        ticks = 0;
        isLeapSecond = second == 60;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (hour > 23 || minute > 59 || second > 60) return false;
        ticks = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Utc).Ticks;
        return true;
    }

    // Leap seconds are only added there, whatever the offset that they are written with.
    private static bool IsLastOfMonth(long ticks)
    {
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks - TimeSpan.TicksPerSecond) return false;
        var next = new DateTime(ticks + TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        return next.Day == 1 && next.TimeOfDay == TimeSpan.Zero;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits) number = number * 10 + (digit - '0');
        return number;
    }
}
