using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Dashboard.PageTests.Build;

/// <summary>What a machine without Node.js gets, and what the build may never hand in.</summary>
public sealed partial class BuildTests
{
    [Fact]
    public async Task Without_Node_the_build_warns_and_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Takes a search path with nothing but a shell in it.");
        using var empty = new TemporaryFolder();
        File.CreateSymbolicLink(Path.Combine(empty.Path, "sh"), "/bin/sh");
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : DotNet())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Checkout.Root,
        };
        foreach (var argument in (string[])["msbuild", "src/Api/Api.csproj", "-nologo", "-t:WebUiFindNode", "-p:WebUiIsStale=true",
            "-nodeReuse:false"])
            start.ArgumentList.Add(argument);
        start.Environment["PATH"] = empty.Path;

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        output.ShouldContain("warning WEBUI001");
        output.ShouldContain("Install Node.js 20.19.0 or later");
        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public void The_page_that_stands_in_says_what_to_install_and_is_known_as_such()
    {
        var html = File.ReadAllText(Path.Combine(Checkout.Root, "src/Api/WebUiMissing/index.html"));

        html.ShouldContain("<meta name=\"webui\" content=\"missing\">");
        html.ShouldContain("Node.js");
        html.ShouldContain("href=\"/docs\"");
    }

    [Fact]
    public void The_lock_file_pins_versions_and_names_no_registry()
    {
        var locked = File.ReadAllText(Path.Combine(Checkout.Root, "src/Web/package-lock.json"));
        var package = File.ReadAllText(Path.Combine(Checkout.Root, "src/Web/package.json"));

        locked.ShouldNotContain("\"resolved\"");
        Version().Count(package).ShouldBeGreaterThan(5);
        package.ShouldNotContain("\"^");
        package.ShouldNotContain("\"~");
    }

    private static string DotNet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name))
            .First(File.Exists);
    }

    [GeneratedRegex("\"\\d+\\.\\d+\\.\\d+\"")]
    private static partial Regex Version();

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-test-");

        public string Path => _folder.FullName;

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
