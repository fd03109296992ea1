using Dashboard.Infrastructure.Replay.Rows;

namespace Dashboard.Infrastructure.Replay.Preview;

/// <summary>Says in which encoding a file seems to be, what separates its cells, and how its dates and numbers are written.</summary>
internal static class FileLook
{
    private const int MaxLines = 200;

    private const int SampleBytes = 1024 * 1024;

    private static readonly string[] Encodings = ["windows-1252", "iso-8859-15", "windows-1250", "windows-1251", "shift_jis", "gb18030"];

    /// <summary>Suggestions for a mapping, a line each; nothing where the file agrees with the format.</summary>
    public static IEnumerable<string> Describe(string path, FileFormat? format)
    {
        var bytes = Sample(path);
        if (bytes.Length == 0)
        {
            yield return "The file is empty.";
            yield break;
        }

        var names = format?.Encoding?.Split('|');
        var encoding = names?.FirstOrDefault(n => Read(bytes, n) is not null) ?? names?[^1];
        if (encoding is null && EncodingLines(bytes).ToList() is { Count: > 0 } lines)
        {
            foreach (var line in lines) yield return line;
            encoding = Encodings[0];
        }

        var text = Read(Whole(bytes, encoding), encoding ?? "utf-8")!.TrimStart('\uFEFF');
        var all = text.Split('\n').Select(l => l.TrimEnd('\r')).Take(MaxLines).ToList();
        var guess = HeadingSearch.Guess(all) ?? ',';
        var known = format is null ? [','] : format.OtherDelimiters.Prepend(format.Delimiter);
        if (!known.Contains(guess)) yield return $"suggestion: \"delimiter\": \"{HeadingSearch.KeyOf(guess)}\"";

        var rows = all.Select(l => HeadingSearch.Split(l, guess)).ToList();
        var width = rows.Where(r => r.Count > 1).GroupBy(r => r.Count).MaxBy(g => g.Count())?.Key ?? 1;
        var heading = rows.FindIndex(r => r.Count == width);
        if (heading > 0 && heading != format?.Skip && format?.FindHeading != true) yield return $"suggestion: \"skip\": {heading}";
        if (heading < 0) yield break;
        for (var column = 0; column < width; column++)
        {
            var cells = rows.Skip(heading + 1).Where(r => r.Count > column && r[column].Length > 0).Select(r => r[column]).ToList();
            if (ColumnLook.Describe(cells) is { } look)
                yield return $"column {column + 1} '{LogText.Shown(rows[heading][column])}' looks like {look}";
        }
    }

    // The first line that is no UTF-8, read in each encoding that it may be in.
    private static IEnumerable<string> EncodingLines(byte[] bytes)
    {
        var start = 0;
        while (start < bytes.Length)
        {
            var end = bytes.AsSpan(start).IndexOf((byte)'\n') is >= 0 and var length ? start + length : bytes.Length;
            var line = bytes[start..end];
            start = end + 1;
            if (Read(line, "utf-8") is not null || start > bytes.Length) continue;
            foreach (var name in Encodings)
            {
                if (Read(line, name) is { } text)
                    yield return $"suggestion: \"encoding\": \"{name}\" reads {LogText.Shown(text.TrimEnd('\r'), 100)}";
            }

            yield break;
        }
    }

    private static string? Read(byte[] bytes, string encoding)
    {
        try
        {
            return FileText.Find(encoding)!.GetString(bytes);
        }
        catch (System.Text.DecoderFallbackException)
        {
            return null;
        }
    }

    private static byte[] Sample(string path)
    {
        using var content = FileText.OpenContent(path);
        var buffer = new byte[SampleBytes];
        try
        {
            return buffer[..content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    // The sample may end within a character, and a file in the wrong encoding is shown as far as it goes.
    private static byte[] Whole(byte[] bytes, string? encoding)
    {
        var end = bytes.Length < SampleBytes ? bytes.Length : bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        while (end > 0 && Read(bytes[..end], encoding ?? "utf-8") is null) end = bytes.AsSpan(0, end - 1).LastIndexOf((byte)'\n') + 1;
        return bytes[..end];
    }
}
