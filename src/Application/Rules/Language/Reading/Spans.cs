using System.Globalization;

namespace Dashboard.Application.Rules.Language.Reading;

/// <summary>Time spans as a rule writes them: a whole number and a unit.</summary>
internal static class Spans
{
    private static readonly (char Unit, TimeSpan Length)[] Units =
    [
        ('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1)),
    ];

    public static bool IsUnit(char character) => Units.Any(u => u.Unit == character);

    /// <summary>Null for a fraction, and for more than the program can count.</summary>
    public static TimeSpan? Read(string text)
    {
        if (!long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var unit = Units.Single(u => u.Unit == text[^1]).Length;
        return number > TimeSpan.MaxValue.Ticks / unit.Ticks ? null : unit * number;
    }

    /// <summary>In the largest unit that needs no fraction; a single day stays 24h.</summary>
    public static string Write(TimeSpan span)
    {
        var (unit, length) = Units.First(u => span.Ticks % u.Length.Ticks == 0 && (u.Unit != 'd' || span.Ticks != u.Length.Ticks));
        return string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / length.Ticks}{unit}");
    }
}
