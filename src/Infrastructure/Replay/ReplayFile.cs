using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CsvHelper;
using CsvHelper.Configuration;

namespace Dashboard.Infrastructure.Replay;

/// <summary>A CSV file, plain or gzip-compressed, read row by row. The first line is the heading; headings may come in any order.</summary>
internal sealed class ReplayFile
{
    // Longer than any sane cell: an unclosed quote ends here instead of swallowing the file.
    private const int MaxCellLength = 100_000;

    private readonly string _path;

    private ReplayFile(string path, string checksum, IReadOnlyDictionary<string, int> headings)
    {
        _path = path;
        Checksum = checksum;
        Headings = headings;
    }

    /// <summary>Name without folder and without endings.</summary>
    public string Name => Path.GetFileName(_path).Split('.')[0];

    /// <summary>First 16 hexadecimal digits of the SHA-256 of the content, uncompressed: the same content under another name is the same.</summary>
    public string Checksum { get; }

    /// <summary>Place of each heading; of a repeated heading the first.</summary>
    public IReadOnlyDictionary<string, int> Headings { get; }

    /// <exception cref="ReplayException">The file has no heading line.</exception>
    public static async Task<ReplayFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        byte[] hash;
        await using (var content = OpenContent(path)) hash = await SHA256.HashDataAsync(content, cancellationToken);

        using var parser = NewParser(path, _ => { });
        if (!await parser.ReadAsync() || parser.Record is not { } cells) throw new ReplayException($"'{Path.GetFileName(path)}' is empty.");
        var headings = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < cells.Length; i++) headings.TryAdd(cells[i].Trim(), i);
        return new ReplayFile(path, Convert.ToHexStringLower(hash)[..16], headings);
    }

    /// <exception cref="ReplayException">A quote is never closed.</exception>
    public async IAsyncEnumerable<ReplayRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isBad = false;
        using var parser = NewParser(_path, _ => isBad = true);
        await parser.ReadAsync();
        var width = parser.Count;
        for (var line = parser.RawRow + 1; ; line = parser.RawRow + 1)
        {
            cancellationToken.ThrowIfCancellationRequested();
            isBad = false;
            bool read;
            try
            {
                read = await parser.ReadAsync();
            }
            catch (MaxFieldSizeException exception)
            {
                throw new ReplayException($"Line {line}: a cell is longer than {MaxCellLength} characters; a quote may not be closed.", exception);
            }

            if (!read) yield break;
            var cells = parser.Record!;
            var error = isBad ? "has a stray quote" : cells.Length > width ? $"has {cells.Length} cells where the heading has {width}" : null;
            yield return new ReplayRow(this, line, cells, error);
        }
    }

    private static CsvParser NewParser(string path, Action<BadDataFoundArgs> onBadData) => new(
        new StreamReader(OpenContent(path)),
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
