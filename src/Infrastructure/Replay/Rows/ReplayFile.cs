using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using CsvHelper.Configuration;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>A CSV file, read row by row. Columns are found by their heading, in any order, or by their number.</summary>
internal sealed class ReplayFile
{
    // More than any real cell has: an unclosed quote is an error here, and does not read the rest of the file into one cell.
    private const int MaxCellLength = 100_000;

    private const int MaxRowLength = 1_000_000;

    private readonly string _path;
    private readonly FileText _text;
    private FileFormat _format;
    private int _width;

    private ReplayFile(string path, FileFormat format)
    {
        _path = path;
        _format = format;
        _text = new FileText(path, format.Encoding);
    }

    /// <summary>Name without its folder and without <c>.gz</c> and <c>.csv</c>; other dots belong to the name.</summary>
    public string Name
    {
        get
        {
            var name = Path.GetFileName(_path);
            foreach (var ending in new[] { ".gz", ".csv" })
                if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) name = name[..^ending.Length];
            return name;
        }
    }

    /// <summary>Name with its endings, as it is shown to the operator.</summary>
    public string ShownName => LogText.Shown(Path.GetFileName(_path), 100);

    public string FullPath => _path;

    /// <summary>First 16 hexadecimal digits of the SHA-256 of the uncompressed content: equal for equal content, whatever the
    /// name.</summary>
    public string Checksum { get; private set; } = "";

    /// <summary>Column number of each heading; a repeated heading has the number of its first column. Without a heading, the columns are
    /// named 1, 2, 3 …</summary>
    public IReadOnlyDictionary<string, int> Headings { get; private set; } = new Dictionary<string, int>();

    /// <summary>The format as it was found: a line <c>sep=</c> in the file changes the delimiter.</summary>
    public FileFormat Format => _format;

    /// <summary>Size of the file as it is stored.</summary>
    public long Bytes { get; private set; }

    /// <summary>How much of the file has been read for its rows. Written by the reading thread.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Opens a file with commas, a heading in its first line, in UTF-8.</summary>
    /// <inheritdoc cref="OpenAsync(string, FileFormat, CancellationToken)"/>
    public static Task<ReplayFile> OpenAsync(string path, CancellationToken cancellationToken) =>
        OpenAsync(path, new FileFormat(), cancellationToken);

    /// <exception cref="ReplayException">The file is cut off, damaged or in another encoding, or its heading line is missing or too
    /// long.</exception>
    public static async Task<ReplayFile> OpenAsync(string path, FileFormat format, CancellationToken cancellationToken)
    {
        var file = new ReplayFile(path, format);
        file.Checksum = Convert.ToHexStringLower(await file._text.CheckAsync(cancellationToken))[..16];
        file.ReadSeparatorLine();
        file._format = HeadingSearch.Settle(file);

        using var content = file.OpenRows(out _);
        using var parser = file.NewParser(content, _ => { });
        if (!await ReadRowAsync(parser, content, file._format.Skip) || parser.Record is not { } cells)
            throw new ReplayException($"'{file.ShownName}' is empty.");
        var headings = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < cells.Length; i++)
            headings.TryAdd(format.Heading ? cells[i].Trim() : (i + 1).ToString(CultureInfo.InvariantCulture), i);
        file.Headings = headings;
        file._width = cells.Length;
        file.Bytes = new FileInfo(path).Length;
        return file;
    }

    /// <summary>Column number of a heading, or of <c>#3</c> for the third column; −1 when there is none.</summary>
    public int Find(string column)
    {
        if (Headings.TryGetValue(column, out var place)) return place;
        // Without a heading, the rows of a ragged file may have more cells than the first one.
        if (_format is { Ragged: true, Heading: false } && int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out place))
            return place >= 1 ? place - 1 : -1;
        var isNumber = column.StartsWith('#')
            && int.TryParse(column.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out place) && place >= 1 && place <= _width;
        return isNumber ? place - 1 : -1;
    }

    /// <exception cref="ReplayException">A cell or a row is too long, mostly because a quote is never closed.</exception>
    public async IAsyncEnumerable<ReplayRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isBad = false;
        using var content = OpenRows(out var stored);
        using var parser = NewParser(content, _ => isBad = true);
        if (_format.Heading) await ReadRowAsync(parser, content, _format.Skip);
        for (var line = LineOf(parser); ; line = LineOf(parser))
        {
            cancellationToken.ThrowIfCancellationRequested();
            isBad = false;
            var isRow = await ReadRowAsync(parser, content, _format.Skip);
            BytesRead = isRow ? stored.Position : Bytes;
            if (!isRow) yield break;
            var cells = parser.Record!;
            yield return new ReplayRow(this, line, cells, isBad ? "has a stray quote" : SurplusOf(cells));
        }
    }

    /// <summary>The first lines as they are, those before the heading included; each one up to <see cref="MaxCellLength"/>
    /// characters.</summary>
    public IReadOnlyList<string> FirstLines(int count)
    {
        using var reader = _text.OpenReader();
        var lines = new List<string>(count);
        while (lines.Count < count && ReadLine(reader) is { } line) lines.Add(line.TrimEnd('\r'));
        return lines;
    }

    // Blank cells at the end are no cells: many programs end every row with a delimiter.
    private string? SurplusOf(string[] cells)
    {
        var count = cells.Length;
        while (count > _width && string.IsNullOrWhiteSpace(cells[count - 1])) count--;
        if (count <= _width || _format.Ragged) return null;
        return $"has {count} cells where the {(_format.Heading ? "heading" : "first row")} has {_width}";
    }

    // Excel writes the delimiter into a line of its own before the heading: sep=;
    private void ReadSeparatorLine()
    {
        using var reader = _text.OpenReader();
        SkipLines(reader, _format.Skip);
        var line = ReadLine(reader)?.Trim().Trim('"') ?? "";
        if (!line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) || line.Length > 5) return;
        _format = _format with { Skip = _format.Skip + 1, Delimiter = line.Length == 5 ? line[4] : '\t', OtherDelimiters = [] };
    }

    private RowReader OpenRows(out FileStream stored)
    {
        var reader = _text.OpenReader(out stored);
        SkipLines(reader, _format.Skip);
        return new RowReader(reader, MaxRowLength);
    }

    private long LineOf(CsvParser parser) => _format.Skip + parser.RawRow + 1;

    private static void SkipLines(StreamReader reader, int count)
    {
        for (var i = 0; i < count; i++) ReadLine(reader);
    }

    // Not StreamReader.ReadLine, which reads a line of any length into memory.
    private static string? ReadLine(StreamReader reader)
    {
        var start = new System.Text.StringBuilder();
        var length = 0;
        for (var next = reader.Read(); next >= 0; next = reader.Read())
        {
            if (next == '\n') return start.ToString();
            if (next == '\r' && reader.Peek() != '\n') return start.ToString();
            if (++length <= MaxCellLength) start.Append((char)next);
        }

        return length > 0 ? start.ToString() : null;
    }

    private static async Task<bool> ReadRowAsync(CsvParser parser, RowReader content, int skipped)
    {
        var line = skipped + parser.RawRow + 1;
        content.StartRow(line);
        try
        {
            return await parser.ReadAsync();
        }
        catch (MaxFieldSizeException exception)
        {
            throw new ReplayException(
                $"Line {line}: a cell is longer than {MaxCellLength} characters; a quote may not be closed.", exception);
        }
    }

    // An apostrophe within a text is no quote.
    private bool IsStray(string field) => _format.Quote == '"' || field.TrimStart().StartsWith(_format.Quote);

    private CsvParser NewParser(TextReader content, Action<BadDataFoundArgs> onBadData) => new(
        content,
        new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = args =>
            {
                if (IsStray(args.Field)) onBadData(args);
            },
            Quote = _format.Quote,
            Escape = _format.Quote,
            Delimiter = _format.Delimiter.ToString(),
            IgnoreBlankLines = false,
            MaxFieldSize = MaxCellLength,
        });
}
