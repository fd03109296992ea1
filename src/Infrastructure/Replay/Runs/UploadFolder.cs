using System.Globalization;
using Dashboard.Infrastructure.Replay.Rows;

namespace Dashboard.Infrastructure.Replay.Runs;

/// <summary>The files of one upload, in a temporary folder of their own. The folder is removed with the object.</summary>
/// <remarks>A file in the folder is open and locked as long as the program uses the folder. Whoever gets the lock knows that the program
/// has ended without removing the folder.</remarks>
public sealed class UploadFolder : IDisposable
{
    public const int MaxFiles = 100;

    private const int MaxNameLength = 100;
    private const string DefaultName = "upload.csv";
    private const string Prefix = "dashboard-upload-";
    private const string LockName = "lock";

    private readonly DirectoryInfo _folder;
    private readonly FileStream _lock;
    private readonly List<string> _paths = [];

    /// <exception cref="UploadNotSavedException">The system has no room for it.</exception>
    public UploadFolder()
    {
        _folder = Saved(() => Directory.CreateTempSubdirectory(Prefix));
        _lock = Saved(() => Lock(_folder, FileMode.CreateNew));
    }

    public IReadOnlyList<string> Paths => _paths;

    internal IReadOnlyList<string> ShownNames => [.. _paths.Select(p => LogText.Shown(Path.GetFileName(p), MaxNameLength))];

    /// <summary>Opens a new file for writing.</summary>
    /// <param name="name">As the caller names it; <c>{#file}</c> of a mapping gives it. Folders in it are cut off.</param>
    /// <exception cref="UploadNotSavedException">The system has no room for it.</exception>
    public FileStream Create(string? name) => Saved(() =>
    {
        // A folder for each file, because two files may have one name.
        var folder = _folder.CreateSubdirectory(_paths.Count.ToString(CultureInfo.InvariantCulture));
        _paths.Add(Path.Combine(folder.FullName, SafeName(name)));
        // Without a buffer, so that every write that fails is seen by its writer.
        return new FileStream(_paths[^1], FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    });

    /// <exception cref="UploadNotSavedException">The system has no room for it.</exception>
    public static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new UploadNotSavedException(exception.Message, exception);
        }
    }

    /// <summary>Removes the folders of programs that were killed.</summary>
    /// <returns>How many there were.</returns>
    internal static int RemoveAbandoned(string temporary)
    {
        var removed = 0;
        foreach (var folder in new DirectoryInfo(temporary).EnumerateDirectories(Prefix + "*"))
        {
            try
            {
                // Without its lock it is being made at this moment.
                using (Lock(folder, FileMode.Open)) { }
                folder.Delete(recursive: true);
                removed++;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // In use, or of another user.
            }
        }

        return removed;
    }

    public void Dispose()
    {
        _lock.Dispose();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next start removes it.
        }
    }

    private static FileStream Lock(DirectoryInfo folder, FileMode mode) =>
        new(Path.Combine(folder.FullName, LockName), mode, FileAccess.Write, FileShare.None, bufferSize: 0);

    private static T Saved<T>(Func<T> save)
    {
        try
        {
            return save();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UploadNotSavedException(exception.Message, exception);
        }
    }

    private static string SafeName(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1].Trim();
        var safe = string.Concat(last.Take(MaxNameLength).Select(c => char.IsLetterOrDigit(c) || " ._-()".Contains(c) ? c : '_'));
        return safe.Trim('.', ' ').Length == 0 ? DefaultName : safe;
    }
}

/// <summary>The files of an upload cannot be saved: the temporary folder has no room, or may not be written.</summary>
public sealed class UploadNotSavedException : Exception
{
    public UploadNotSavedException(string message) : base(message) { }

    public UploadNotSavedException(string message, Exception inner) : base(message, inner) { }

    public UploadNotSavedException() { }
}
