using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>The text of a file, plain or gzip-compressed. Bytes that are no text in its encoding are an error, never another
/// character.</summary>
internal sealed class FileText
{
    private const int BufferSize = 64 * 1024;

    private readonly string _path;
    private readonly Queue<string> _candidates;
    private Encoding _encoding;
    private string _encodingName;

    /// <param name="encoding">A name, or several with <c>|</c> between them; null means UTF-8.</param>
    /// <exception cref="ReplayException">The encoding is unknown.</exception>
    public FileText(string path, string? encoding)
    {
        _path = path;
        _candidates = new Queue<string>((encoding ?? "utf-8").Split('|'));
        var marked = MarkedEncoding();
        if (marked is not null) _candidates.Clear();
        (_encoding, _encodingName) = marked is null ? Next() : (marked, marked.WebName);
    }

    /// <summary>An encoding that refuses bytes that are no text; null when the name is unknown.</summary>
    public static Encoding? Find(string name)
    {
        try
        {
            var (encoder, decoder) = (EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return CodePagesEncodingProvider.Instance.GetEncoding(name, encoder, decoder) ?? Encoding.GetEncoding(name, encoder, decoder);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    public StreamReader OpenReader() => OpenReader(out _);

    /// <param name="file">The file below the reader; its position says how much has been read.</param>
    public StreamReader OpenReader(out FileStream file) =>
        new(OpenContent(_path, out file), _encoding, detectEncodingFromByteOrderMarks: true, BufferSize);

    /// <summary>Reads the whole content, so that a file that was cut off or is in another encoding is detected before its first row is
    /// taken. Settles on the first encoding in which all of it is text.</summary>
    /// <returns>The SHA-256 of the uncompressed bytes.</returns>
    /// <exception cref="ReplayException">The file is cut off or damaged, or its bytes are no text in its encoding.</exception>
    public async Task<byte[]> CheckAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await HashAsync(cancellationToken);
            }
            catch (DecoderFallbackException) when (_candidates.Count > 0)
            {
                (_encoding, _encodingName) = Next();
            }
            catch (DecoderFallbackException exception)
            {
                throw new ReplayException(
                    $"{Quoted}, line {await FindLineAsync(cancellationToken)}: the bytes are no {_encodingName} text. The mapping's key "
                    + "\"encoding\" names another encoding, such as \"windows-1252\"; --Replay:Preview=20 shows the line in several.",
                    exception);
            }
        }
    }

    private (Encoding Encoding, string Name) Next()
    {
        var name = _candidates.Dequeue();
        return (Find(name) ?? throw new ReplayException($"The encoding '{name}' is unknown."), name);
    }

    private async Task<byte[]> HashAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var decoder = _encoding.GetDecoder();
        var bytes = ArrayPool<byte>.Shared.Rent(BufferSize);
        var characters = ArrayPool<char>.Shared.Rent(_encoding.GetMaxCharCount(bytes.Length));
        try
        {
            await using var content = OpenContent(_path);
            int read;
            do
            {
                read = await content.ReadAsync(bytes, cancellationToken);
                hash.AppendData(bytes, 0, read);
                decoder.GetChars(bytes.AsSpan(0, read), characters, flush: read == 0);
            }
            while (read > 0);
            return hash.GetHashAndReset();
        }
        catch (InvalidDataException exception)
        {
            throw new ReplayException($"{Quoted} is cut off or damaged: it is not a complete gzip file.", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    /// <summary>The uncompressed bytes.</summary>
    public static Stream OpenContent(string path) => OpenContent(path, out _);

    private static Stream OpenContent(string path, out FileStream file)
    {
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[2];
        var isCompressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
        file.Position = 0;
        return isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private string Quoted => $"'{LogText.Shown(Path.GetFileName(_path))}'";

    // Byte by byte, because the decoder does not tell how far it came. Only done for a file that is refused.
    private async Task<long> FindLineAsync(CancellationToken cancellationToken)
    {
        await using var content = new BufferedStream(OpenContent(_path), BufferSize);
        var decoder = _encoding.GetDecoder();
        var characters = new char[8];
        var one = new byte[1];
        var line = 1L;
        try
        {
            while (content.ReadByte() is >= 0 and var value)
            {
                cancellationToken.ThrowIfCancellationRequested();
                one[0] = (byte)value;
                var count = decoder.GetChars(one, characters, flush: false);
                if (characters.AsSpan(0, count).Contains('\n')) line++;
            }
        }
        catch (DecoderFallbackException)
        {
            return line;
        }

        return line;
    }

    private Encoding? MarkedEncoding()
    {
        using var content = OpenContent(_path);
        Span<byte> start = stackalloc byte[3];
        try
        {
            start = start[..content.ReadAtLeast(start, 3, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return null;
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return Find("utf-8");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Find("utf-16");
        return start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Find("utf-16BE") : null;
    }
}
