namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>
/// Says whether a SQLite file was left without its log. A program that was killed leaves the log behind; only a clean end removes it.
/// </summary>
internal static class SqliteLog
{
    // Byte 18 of the file: 2 for a database whose commits go into a log. A backup of this program has none.
    private const int WriteVersion = 18;
    private const byte WithLog = 2;

    /// <summary>To be asked before anything opens the file: opening it makes a new log.</summary>
    public static bool IsMissing(string file)
    {
        if (new FileInfo(file + "-wal") is { Exists: true, Length: > 0 }) return false;
        if (!File.Exists(file)) return false;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[WriteVersion + 1];
        return stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header[WriteVersion] == WithLog;
    }
}
