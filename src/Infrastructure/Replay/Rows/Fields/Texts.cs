using System.Globalization;
using System.Text;

namespace Dashboard.Infrastructure.Replay.Rows.Fields;

/// <summary>Makes texts that files break over lines, fill with spaces or let grow into one readable line.</summary>
internal static class Texts
{
    /// <summary>One space for every run of white space and line breaks.</summary>
    public static string? Folded(string? text)
    {
        if (text is null) return null;
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character)) folded.Append(character);
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }

        var result = folded.ToString().TrimEnd();
        return result.Length > 0 ? result : null;
    }

    /// <summary>The beginning of the text, at most this many UTF-16 units, cut between two characters that a person sees.</summary>
    public static string Shortened(string text, int maxLength)
    {
        if (text.Length <= maxLength) return text;
        var end = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(text).Append(text.Length))
        {
            if (start > maxLength) break;
            end = start;
        }

        return text[..(end > 0 ? end : maxLength)].TrimEnd();
    }
}
