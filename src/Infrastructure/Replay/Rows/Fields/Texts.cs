using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dashboard.Infrastructure.Replay.Rows.Fields;

/// <summary>Makes one readable line of a text that a file breaks over several or lets grow.</summary>
internal static class Texts
{
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\t\n\v\f\r\u0085\u2028\u2029");

    /// <summary>One space for every run of white space that has a line break or a tab in it. Runs of spaces stay: two payees may differ in
    /// nothing else.</summary>
    public static string? Folded(string? text)
    {
        if (text is null) return null;
        var folded = new StringBuilder(text.Length);
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
            if (end == start) folded.Append(text[start++]);
            else
            {
                var run = text.AsSpan(start, end - start);
                if (run.ContainsAny(Breaks)) folded.Append(' ');
                else folded.Append(run);
                start = end;
            }
        }

        var result = folded.ToString().Trim();
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
