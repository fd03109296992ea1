using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CsvHelper;
using CsvHelper.Configuration;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>A CSV file, plain or gzip-compressed, read row by row. The first line is the heading; headings may come in any order.</summary>
internal sealed class ReplayFile
{
    // More than any real cell has: an unclosed quote is an error here, and does not read the rest of the file into one cell.
    private const int MaxCellLength = 100_000;

    private const int MaxRowLength = 1_000_000;

    private readonly string _path;

    private ReplayFile(string path, string checksum, IReadOnlyDictionary<string, int> headings)
    {
        _path = path;
        Checksum = checksum;
        Headings = headings;
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

    /// <summary>First 16 hexadecimal digits of the SHA-256 of the uncompressed content: equal for equal content, whatever the
    /// name.</summary>
    public string Checksum { get; }

    /// <summary>Column number of each heading; a repeated heading has the number of its first column.</summary>
    public IReadOnlyDictionary<string, int> Headings { get; }

    /// <exception cref="ReplayException">The file is cut off or damaged, or its heading line is missing or too long.</exception>
    public static async Task<ReplayFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var hash = await HashAsync(path, cancellationToken);
        using var content = new RowReader(new StreamReader(OpenContent(path)), MaxRowLength);
        using var parser = NewParser(content, _ => { });
        if (!await ReadRowAsync(parser, content) || parser.Record is not { } cells)
            throw new ReplayException($"'{Path.GetFileName(path)}' is empty.");
        var headings = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < cells.Length; i++) headings.TryAdd(cells[i].Trim(), i);
        return new ReplayFile(path, Convert.ToHexStringLower(hash)[..16], headings);
    }

    /// <exception cref="ReplayException">A cell or a row is too long, mostly because a quote is never closed.</exception>
    public async IAsyncEnumerable<ReplayRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isBad = false;
        using var content = new RowReader(new StreamReader(OpenContent(_path)), MaxRowLength);
        using var parser = NewParser(content, _ => isBad = true);
        await ReadRowAsync(parser, content);
        var width = parser.Count;
        for (var line = parser.RawRow + 1; ; line = parser.RawRow + 1)
        {
            cancellationToken.ThrowIfCancellationRequested();
            isBad = false;
            if (!await ReadRowAsync(parser, content)) yield break;
            var cells = parser.Record!;
            var error = isBad ? "has a stray quote"
                : cells.Length > width ? $"has {cells.Length} cells where the heading has {width}"
                : null;
            yield return new ReplayRow(this, line, cells, error);
        }
    }

    // Reads the whole content, so that a file that was cut off is detected before its first row is ingested.
    private static async Task<byte[]> HashAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = OpenContent(path);
            return await SHA256.HashDataAsync(content, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new ReplayException($"'{Path.GetFileName(path)}' is cut off or damaged: it is not a complete gzip file.", exception);
        }
    }

    private static async Task<bool> ReadRowAsync(CsvParser parser, RowReader content)
    {
        var line = parser.RawRow + 1;
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

    private static CsvParser NewParser(TextReader content, Action<BadDataFoundArgs> onBadData) => new(
        content,
        new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = args => onBadData(args),
            IgnoreBlankLines = false,
            MaxFieldSize = MaxCellLength,
        });

    private static Stream OpenContent(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[2];
        var isCompressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
        file.Position = 0;
        return isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
