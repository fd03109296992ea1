using System.Diagnostics;

namespace Dashboard.Testing.Hosts;

/// <summary>The published program. It is published once in a test run, when the first test needs it, into a folder of its own.</summary>
public sealed class PublishedProgram : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-published-");
    private readonly Lazy<Task<string>> _published;

    public PublishedProgram() => _published = new Lazy<Task<string>>(PublishAsync);

    /// <summary>The folder of the program.</summary>
    public Task<string> FolderAsync() => _published.Value;

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> PublishAsync()
    {
        var (exitCode, output) = await RunAsync("--no-restore");
        if (exitCode != 0) (exitCode, output) = await RunAsync();
        exitCode.ShouldBe(0, output);
        return _folder.FullName;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] more)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = Checkout.Root };
        string[] arguments =
        [
            "publish", Path.Combine("src", "Api"), "-c", "Release", "-o", _folder.FullName, "-v", "quiet", "--nologo", "-p:RunAnalyzers=false",
            "-p:PublishReadyToRun=false", .. more,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // A build server would outlive the run and keep its pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
