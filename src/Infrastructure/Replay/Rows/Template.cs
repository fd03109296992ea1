using System.Text;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>A text of a mapping, with placeholders that are filled from a row.</summary>
/// <remarks>
/// <c>{Column}</c> is a column by its heading; <c>{#3}</c> is the third column; <c>{A|B}</c> is the first of several that is present and
/// not empty; <c>{A|=text}</c> ends with a fallback text; <c>{#line}</c>, <c>{#file}</c> and <c>{#checksum}</c> are the row's line, the
/// file's name and the content's SHA-256. A backslash before a character means the character itself.
/// </remarks>
internal sealed class Template
{
    private readonly List<(string Literal, TemplateChoice[] Choices)> _parts;

    private Template(List<(string, TemplateChoice[])> parts) => _parts = parts;

    /// <exception cref="FormatException">A brace has no matching brace, or the braces are empty.</exception>
    public static Template Parse(string text) => new(new TemplateParser(text).Parse());

    /// <summary>The columns of the file that the template reads: their names and places.</summary>
    public IEnumerable<(string Name, int Place)> Columns(ReplayFile file) =>
        _parts.SelectMany(p => p.Choices).Where(c => c.Kind == ChoiceKind.Column)
            .Select(c => (c.Text, Place: file.Find(c.Text))).Where(c => c.Place >= 0);

    /// <summary>Placeholders that only a column can fill; each one with all its names.</summary>
    public IEnumerable<IReadOnlyList<string>> Required() =>
        from part in _parts
        where part.Choices.Length > 0 && part.Choices.All(c => c.Kind == ChoiceKind.Column)
        select part.Choices.Select(c => c.Text).ToList();

    /// <summary>Placeholders that no heading of the file and no fallback can fill; each one with all its names.</summary>
    public IEnumerable<IReadOnlyList<string>> Missing(ReplayFile file) => Required().Where(names => names.All(n => file.Find(n) < 0));

    /// <summary>The filled text, trimmed; null when nothing but empty cells went into it.</summary>
    public string? Fill(ReplayRow row) => Fill(row, out _);

    /// <param name="fromColumn">False when constants and fallbacks are all that went into the text.</param>
    public string? Fill(ReplayRow row, out bool fromColumn)
    {
        var text = new StringBuilder();
        var filled = _parts.Count == 1 && _parts[0].Choices.Length == 0;
        fromColumn = false;
        foreach (var (literal, choices) in _parts)
        {
            text.Append(literal);
            foreach (var choice in choices)
            {
                if (row.Resolve(choice) is not { Length: > 0 } value) continue;
                text.Append(value);
                filled = true;
                fromColumn |= choice.Kind == ChoiceKind.Column;
                break;
            }
        }

        var result = text.ToString().Trim();
        return filled && result.Length > 0 ? result : null;
    }
}

/// <summary>What may fill a placeholder.</summary>
/// <param name="Text">The heading or number of a column, or the fallback text.</param>
internal readonly record struct TemplateChoice(ChoiceKind Kind, string Text);

internal enum ChoiceKind
{
    Column,
    Fallback,
    Line,
    File,
    Checksum,
}
