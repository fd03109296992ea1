using System.Diagnostics;

namespace Dashboard.Testing.Hosts;

/// <summary>The published program. It is published once in a test run, when the first test needs it, into a folder of its own.</summary>
public sealed class PublishedProgram : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-published-");
    private readonly Lazy<Task<string>> _published;

    public PublishedProgram() => _published = new Lazy<Task<string>>(PublishAsync);

    // The tests lie in bin/<configuration>/<framework>, and so does the program that was built with them.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The folder of the program.</summary>
    public Task<string> FolderAsync() => _published.Value;

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> PublishAsync()
    {
        // Built together with the tests; only where that build is gone, it is made again.
        var (exitCode, output) = await RunAsync("--no-build");
        if (exitCode != 0) (exitCode, output) = await RunAsync();
        exitCode.ShouldBe(0, output);
        return _folder.FullName;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] more)
    {
        string[] arguments =
        [
            "publish", Path.Combine("src", "Api"), "-c", Configuration, "-o", _folder.FullName, "-v", "quiet", "--nologo",
            "-p:RunAnalyzers=false", "-p:PublishReadyToRun=false", .. more,
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = Checkout.Root };
        // A build server would outlive the run and keep its pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
