namespace Dashboard.IntegrationTests.Clients;

/// <summary>The scripts of the clients that run in Node.js, with their packages. They are installed once, when the first test needs
/// them.</summary>
public sealed class NodePackages
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Clients", "Scripts");

    private readonly Lazy<Task> _installed = new(InstallAsync);

    /// <summary>The folder of the scripts. Skips the test where there is no Node.js.</summary>
    public async Task<string> FolderAsync()
    {
        ExternalProgram.SkipUnlessInstalled("node");
        await _installed.Value;
        return Folder;
    }

    /// <summary>A new folder in which scripts find the packages.</summary>
    public async Task<DirectoryInfo> NewFolderAsync() =>
        Directory.CreateDirectory(Path.Combine(await FolderAsync(), "run-" + Path.GetRandomFileName()));

    private static async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(Folder, "package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= wanted.LastWriteTimeUtc) return;
        string[] npm = OperatingSystem.IsWindows() ? ["cmd", "/c", "npm"] : ["npm"];
        await ExternalProgram.RunAsync(Folder, npm[0], [.. npm[1..], "ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    }
}
