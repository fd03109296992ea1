using System.Runtime.InteropServices;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Lets a thread of <see cref="StoreReads"/> yield the CPU to the rest of the program. Linux only.</summary>
/// <remarks>On Linux, <see cref="Thread.Priority"/> has no effect, and a "nice" value holds for one thread.</remarks>
internal static class ReadPriority
{
    // A third of the weight of a normal thread: reads do not starve under load, and a tick is not late because of them.
    public const int Nice = 5;

    /// <summary>Lowers the calling thread. Where the system refuses it, the thread runs on as before.</summary>
    public static void Lower()
    {
        const int Process = 0, CallingThread = 0;
        if (!OperatingSystem.IsLinux()) return;
        _ = SetPriority(Process, CallingThread, Nice);
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetPriority(int which, int who, int nice);
}
