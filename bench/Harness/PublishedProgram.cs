using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Bench.Harness;

/// <summary>The program as a user gets it: published, and started as a child process over a store of its own.</summary>
/// <param name="folder">The folder that it was published to.</param>
public sealed class PublishedProgram(string folder, TimeProvider clock)
{
    /// <summary>Publishes the program of this repository into the folder.</summary>
    /// <exception cref="InvalidOperationException">The working directory is outside the repository, or the build failed.</exception>
    public static async Task<PublishedProgram> PublishAsync(string folder, TimeProvider clock)
    {
        var repository = new DirectoryInfo(Environment.CurrentDirectory);
        while (repository is not null && !File.Exists(Path.Combine(repository.FullName, "Dashboard.sln"))) repository = repository.Parent;
        if (repository is null) throw new InvalidOperationException("Run this inside the repository.");
        var project = Path.Combine(repository.FullName, "src", "Api");
        using var publish = Process.Start("dotnet", ["publish", project, "-c", "Release", "-o", folder, "-v", "quiet", "--nologo"]);
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? new PublishedProgram(folder, clock) : throw new InvalidOperationException("dotnet publish failed.");
    }

    /// <summary>Starts the program over the store in <paramref name="storeFolder"/> and waits until it reports that it is ready.</summary>
    public async Task<RunningProgram> StartAsync(string storeFolder, int port, params string[] options)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = storeFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            Path.Combine(folder, "Dashboard.Api.dll"), "--urls=http://127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture),
            "--Auth:AllowAnonymous=true",
            "--ConnectionStrings:Dashboard=Data Source=" + Path.Combine(storeFolder, RunningProgram.DatabaseFile),
            "--contentRoot=" + folder, .. options,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var program = new RunningProgram(start, port, clock);
        await program.WaitUntilReadyAsync();
        return program;
    }
}
