using System.Globalization;
using Dashboard.Application.Common.Cards;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>Texts of a file as they are shown to the operator: on one line, short, without characters that steer a terminal,
/// and without whole card numbers.</summary>
internal static class LogText
{
    private const int MaxShown = 40;

    private const int MaxListed = 40;

    public static string Shown(string value, int max = MaxShown)
    {
        value = CardNumbers.Truncated(value);
        var shown = string.Concat(value.Take(max).Select(c => IsShown(c) ? c : '·'));
        return value.Length > max ? shown + "…" : shown;
    }

    /// <summary>Several texts, separated by commas; the first <see cref="MaxListed"/> of them.</summary>
    public static string List(IEnumerable<string> values)
    {
        var shown = values.Take(MaxListed + 1).Select(v => Shown(v)).ToList();
        return shown.Count > MaxListed ? string.Join(", ", shown.Take(MaxListed)) + ", …" : string.Join(", ", shown);
    }

    private static bool IsShown(char character) => char.IsSurrogate(character) || CharUnicodeInfo.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
