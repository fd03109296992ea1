using System.Text;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>Looks for the heading of a file under other delimiters and on other lines than the mapping says.</summary>
internal static class HeadingSearch
{
    private const int MaxLines = 50;

    private static readonly (char Character, string Key)[] Delimiters = [(',', ","), (';', ";"), ('\t', "tab"), ('|', "|")];

    /// <summary>A sentence that says what the mapping needs, beginning with a space; empty when nothing fits.</summary>
    /// <param name="wanted">Columns, each one with all its names.</param>
    public static string Hint(ReplayFile file, IReadOnlyList<IReadOnlyList<string>> wanted)
    {
        if (!file.Format.Heading) return "";
        var lines = file.FirstLines(MaxLines);
        for (var i = 0; i < lines.Count; i++)
        {
            foreach (var (character, key) in Delimiters)
            {
                var cells = Split(lines[i], character).ToHashSet(StringComparer.Ordinal);
                if (wanted.All(names => names.Any(cells.Contains))) return Sentence(file.Format, i, character, key);
            }
        }

        var first = lines.ElementAtOrDefault(file.Format.Skip) ?? "";
        return Guess([first]) is { } guess && guess != file.Format.Delimiter
            ? $" The line looks as if '{KeyOf(guess)}' separates its cells; the mapping's key is \"delimiter\": \"{KeyOf(guess)}\"."
            : "";
    }

    /// <summary>The format of the file with the line and the delimiter of its heading, when the mapping leaves them open: the first line
    /// that has every column. The format as it is when no line has them.</summary>
    public static FileFormat Settle(ReplayFile file)
    {
        var format = file.Format;
        if (!format.FindHeading && format.OtherDelimiters.Count == 0) return format;
        var lines = file.FirstLines(format.FindHeading ? MaxLines : format.Skip + 1);
        for (var i = format.Skip; i < lines.Count; i++)
        {
            foreach (var delimiter in format.OtherDelimiters.Prepend(format.Delimiter))
            {
                var cells = Split(lines[i], delimiter, format.Quote);
                var names = cells.Concat(Enumerable.Range(1, cells.Count).Select(n => $"#{n}")).ToHashSet(StringComparer.Ordinal);
                if (cells.Count > 1 && format.Columns.All(c => c.Any(names.Contains)))
                    return format with { Skip = i, Delimiter = delimiter };
            }
        }

        return format;
    }

    /// <summary>The delimiter that divides these lines into the most cells, equally many in most lines; null when there is none.</summary>
    public static char? Guess(IReadOnlyList<string> lines)
    {
        var best = Delimiters
            .Select(d => (d.Character, Counts: lines.Select(l => Split(l, d.Character).Count).Where(c => c > 1).ToList()))
            .Where(d => d.Counts.Count > 0)
            .Select(d => (d.Character, Common: d.Counts.GroupBy(c => c).MaxBy(g => g.Count())!))
            .OrderByDescending(d => d.Common.Count()).ThenByDescending(d => d.Common.Key).ToList();
        return best.Count > 0 ? best[0].Character : null;
    }

    /// <summary>How a mapping writes a delimiter.</summary>
    public static string KeyOf(char delimiter) => delimiter == '\t' ? "tab" : delimiter.ToString();

    /// <summary>The trimmed cells of one line. A quoted cell may contain the delimiter, but no line break.</summary>
    public static List<string> Split(string line, char delimiter, char quote = '"')
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var character in line)
        {
            if (character == quote) quoted = !quoted;
            else if (character != delimiter || quoted) cell.Append(character);
            else
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
        }

        cells.Add(cell.ToString().Trim());
        return cells;
    }

    private static string Sentence(FileFormat format, int line, char delimiter, string key)
    {
        var keys = new List<string>();
        if (delimiter != format.Delimiter) keys.Add($"\"delimiter\": \"{key}\"");
        if (line != format.Skip) keys.Add($"\"skip\": {line}");
        return keys.Count == 0
            ? ""
            : $" The heading looks to be line {line + 1}, separated by '{key}'; the mapping needs {string.Join(" and ", keys)}.";
    }
}
