using System.Buffers.Binary;
using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>
/// Notices that the files of a SQLite store were removed or replaced while the program has them open. What is written then is lost with the
/// last handle, so the store counts as away. Without effect for SQL Server.
/// </summary>
internal sealed class StoreFiles : IDisposable
{
    // What belongs to the database while it is open: its log, and the index of its log.
    private static readonly string[] LogEndings = ["-wal", "-shm"];

    private string _file = "";
    private string _connectionString = "";
    private ulong _number;

    // Keeps the number of the file from being given to another one. Read-only, so it holds up neither a removal nor a remount.
    private FileStream? _open;

    // Keeps the log open: between two connections SQLite would delete it. Only the writer opens and closes it.
    private SqliteConnection? _log;
    private volatile LogFiles _logFiles = new([]);

    // A log that is gone stays so: what a later connection makes in its place knows nothing of the earlier commits.
    private volatile string? _lostLog;

    /// <summary>Remembers the files. Called once, when the schema is in place.</summary>
    public void Start(DashboardDbContext context)
    {
        if (context.Database.GetDbConnection() is not SqliteConnection { DataSource: { Length: > 0 } file } || !File.Exists(file)) return;
        _connectionString = new SqliteConnectionStringBuilder(context.Database.GetConnectionString()) { Pooling = false }.ToString();
        _open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _number = NumberOf(file);
        _file = file;
        Hold();
    }

    /// <summary>Keeps the log where it is, and watches it, from now on. Before each commit; nearly always it is held already.</summary>
    /// <exception cref="StoreMovedException">The files are not those of the start.</exception>
    public void Hold()
    {
        ThrowIfMoved();
        if (_log is not null || _file.Length == 0) return;
        var log = new SqliteConnection(_connectionString);
        try
        {
            log.Open();
            using var read = log.CreateCommand();
            // A first read opens the log.
            read.CommandText = "SELECT COUNT(*) FROM sqlite_master";
            read.ExecuteScalar();
        }
        catch
        {
            log.Dispose();
            throw;
        }

        _log = log;
        _logFiles = new([.. LogEndings.Select(e => _file + e).Where(File.Exists).Select(path => (path, NumberOf(path)))]);
    }

    /// <summary>Lets the log go after a failed commit: with nothing open, SQLite may delete it and make a new one.</summary>
    public void Release()
    {
        WhyMoved();
        _logFiles = new([]);
        _log?.Dispose();
        _log = null;
    }

    /// <summary>Why the files are not those of the start, as a sentence; null while they are.</summary>
    public string? WhyMoved()
    {
        if (_lostLog is { } lost) return lost;
        if (_file.Length > 0 && Difference(_file, _number) is { } moved)
            return moved + "; put the file back, or start the program again";
        foreach (var (path, number) in _logFiles.All)
        {
            if (Difference(path, number) is { } gone)
                return _lostLog = gone + "; stop the program, check the books and start it again";
        }

        return null;
    }

    /// <exception cref="StoreMovedException">The files are not those of the start.</exception>
    public void ThrowIfMoved()
    {
        if (WhyMoved() is { } reason) throw new StoreMovedException(reason);
    }

    public void Dispose()
    {
        _log?.Dispose();
        _open?.Dispose();
    }

    private static string? Difference(string path, ulong number) => NumberOf(path) switch
    {
        var now when now == number => null,
        0 => path + " was removed while the program ran",
        _ => path + " was replaced while the program ran",
    };

    // The number of the file behind a path (its inode); 0 when there is none. Where the system has no such call, 1 for any file.
    private static ulong NumberOf(string path)
    {
        const int WorkingDirectory = -100, NumberField = 0x100, NumberOffset = 32;
        if (!OperatingSystem.IsLinux()) return File.Exists(path) ? 1UL : 0;
        try
        {
            Span<byte> answer = stackalloc byte[256];
            return ReadFileFacts(WorkingDirectory, path, 0, NumberField, ref MemoryMarshal.GetReference(answer)) == 0
                ? BinaryPrimitives.ReadUInt64LittleEndian(answer[NumberOffset..])
                : 0;
        }
        catch (EntryPointNotFoundException)
        {
            return File.Exists(path) ? 1UL : 0;
        }
    }

    // statx(2): unlike that of stat, its answer has the same layout on every processor.
    [DllImport("libc", EntryPoint = "statx", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int ReadFileFacts(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte answer);

    private sealed record LogFiles((string Path, ulong Number)[] All);
}

/// <summary>A file of the store is gone or another one. An outage: nothing is acknowledged.</summary>
internal sealed class StoreMovedException : DbException
{
    public StoreMovedException(string message) : base(message) { }

    public StoreMovedException(string message, Exception inner) : base(message, inner) { }

    public StoreMovedException() { }
}
