using System.Runtime.InteropServices;

namespace Dashboard.Api;

/// <summary>Files that the program makes are for its own user alone: the database, its log, backups, heads and uploads.</summary>
internal static class PrivateFiles
{
    private const uint OthersAndGroup = 0x3F;

    /// <summary>For the whole process; to be called first. Files that exist keep their mode.</summary>
    public static void Begin()
    {
        if (!OperatingSystem.IsWindows()) _ = SetMask(OthersAndGroup);
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint SetMask(uint mask);
}
