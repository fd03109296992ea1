using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>A text of a mapping, with placeholders that are filled from a row.</summary>
/// <remarks>
/// <c>{Column}</c> is a column by its heading; <c>{A|B}</c> is the first of several that is present and not empty; <c>{A|=text}</c> ends
/// with a fallback text; <c>{#line}</c>, <c>{#file}</c> and <c>{#checksum}</c> are the row's line, the file's name and the content's
/// SHA-256.
/// </remarks>
internal sealed partial class Template
{
    private readonly List<(string Literal, string[] Choices)> _parts = [];

    private Template(string text)
    {
        var last = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            _parts.Add((text[last..match.Index], match.Groups[1].Value.Split('|')));
            last = match.Index + match.Length;
        }

        _parts.Add((text[last..], []));
    }

    /// <exception cref="FormatException">A brace has no matching brace, or the braces are empty.</exception>
    public static Template Parse(string text)
    {
        var template = new Template(text);
        if (template._parts.Exists(p => p.Literal.AsSpan().ContainsAny('{', '}')))
            throw new FormatException($"has a stray brace in '{text}'");
        return template;
    }

    /// <summary>The columns of the file that the template reads.</summary>
    public IEnumerable<string> Columns(IReadOnlyDictionary<string, int> headings) =>
        _parts.SelectMany(p => p.Choices).Where(c => !ReplayRow.IsBuiltIn(c) && headings.ContainsKey(c));

    /// <summary>Placeholders that no heading of the file and no fallback can fill.</summary>
    public IEnumerable<string> Missing(IReadOnlyDictionary<string, int> headings) =>
        from part in _parts
        where part.Choices.Length > 0 && !part.Choices.Any(c => ReplayRow.IsBuiltIn(c) || headings.ContainsKey(c))
        select string.Join(" or ", part.Choices.Select(c => $"'{c}'"));

    /// <summary>The filled text, trimmed; null when nothing but empty cells went into it.</summary>
    public string? Fill(ReplayRow row)
    {
        var text = new StringBuilder();
        var filled = _parts.Count == 1;
        foreach (var (literal, choices) in _parts)
        {
            text.Append(literal);
            if (choices.Select(row.Resolve).FirstOrDefault(v => v.Length > 0) is not { } value) continue;
            text.Append(value);
            filled = true;
        }

        var result = text.ToString().Trim();
        return filled && result.Length > 0 ? result : null;
    }

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
