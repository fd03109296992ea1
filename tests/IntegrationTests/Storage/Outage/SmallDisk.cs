using System.Diagnostics;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>
/// A small file system of its own, mounted over a folder, to fill up or to turn read-only. Skips the test where that is not allowed.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;
    private readonly string _ballast;

    private SmallDisk(string folder)
    {
        _folder = folder;
        _ballast = Path.Combine(folder, "ballast");
    }

    public static SmallDisk Mount(string folder, int megabytes)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Needs Linux: a small file system is mounted for this test.");
        var problem = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);
        if (problem is not null) Assert.Skip("A small file system cannot be mounted here (it takes root): " + problem);
        return new SmallDisk(folder);
    }

    /// <summary>Writes until there is no room left, not even for the last block.</summary>
    public async Task FillAsync()
    {
        await using var file = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true) await file.WriteAsync(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public Task FreeAsync() => Task.Run(() => File.Delete(_ballast));

    /// <summary>Goes on trying while a file is open for writing.</summary>
    public Task TurnReadOnlyAsync() => Poll.UntilAsync(() => Run("mount", "-o", "remount,ro", _folder) is null);

    public Task TurnWritableAsync() => Poll.UntilAsync(() => Run("mount", "-o", "remount,rw", _folder) is null);

    public void Dispose() => Run("umount", "--lazy", _folder);

    // Null, or what went wrong.
    private static string? Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return exception.Message;
        }
    }
}
