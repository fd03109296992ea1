using System.Text;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>Reads one template.</summary>
internal sealed class TemplateParser(string text)
{
    // A text is filled from whole cells, so this bounds its length.
    private const int MaxPlaceholders = 32;

    private int _at;

    /// <exception cref="FormatException">A brace has no matching brace, the braces are empty, or there are too many.</exception>
    public List<(string Literal, TemplateChoice[] Choices)> Parse()
    {
        var parts = new List<(string, TemplateChoice[])>();
        var literal = new StringBuilder();
        while (_at < text.Length)
        {
            if (text[_at] == '}') throw Stray();
            if (text[_at] != '{')
            {
                literal.Append(Next());
                continue;
            }

            _at++;
            if (parts.Count == MaxPlaceholders) throw new FormatException($"has more than {MaxPlaceholders} placeholders");
            parts.Add((literal.ToString(), ParseChoices()));
            literal.Clear();
        }

        if (literal.Length > 0 || parts.Count == 0) parts.Add((literal.ToString(), []));
        return parts;
    }

    private TemplateChoice[] ParseChoices()
    {
        var choices = new List<TemplateChoice>();
        while (true)
        {
            choices.Add(ParseChoice());
            if (_at >= text.Length) throw Stray();
            if (text[_at++] == '}') break;
        }

        if (choices is [{ Kind: ChoiceKind.Column, Text: "" }]) throw new FormatException($"has empty braces in '{text}'");
        return [.. choices];
    }

    // Ends before the bar or brace that ends the choice.
    private TemplateChoice ParseChoice()
    {
        var first = _at < text.Length ? text[_at] : '}';
        if (first == '=') _at++;
        var name = new StringBuilder();
        while (_at < text.Length && text[_at] is not ('|' or '}'))
        {
            if (text[_at] == '{') throw Stray();
            name.Append(Next());
        }

        return (first, name.ToString()) switch
        {
            ('=', var fallback) => new TemplateChoice(ChoiceKind.Fallback, fallback),
            ('#', "#line") => new TemplateChoice(ChoiceKind.Line, ""),
            ('#', "#file") => new TemplateChoice(ChoiceKind.File, ""),
            ('#', "#checksum") => new TemplateChoice(ChoiceKind.Checksum, ""),
            (_, var column) => new TemplateChoice(ChoiceKind.Column, column),
        };
    }

    // The next character; a backslash stands before a character that would have a meaning.
    private char Next()
    {
        if (text[_at] == '\\' && _at + 1 < text.Length) _at++;
        return text[_at++];
    }

    private FormatException Stray() => new($"has a stray brace in '{text}'");
}
