using System.Text.Json;
using System.Xml.Linq;

namespace Dashboard.UnitTests.Deployment;

/// <param name="Name">NuGet's or npm's name of the package.</param>
/// <param name="Licence">An SPDX expression, or what stands for one in <see cref="Licences"/>.</param>
/// <param name="IsShipped">False when only the build, the tests or the benchmarks use it.</param>
internal sealed record Dependency(string Name, string Licence, bool IsShipped);

/// <summary>The licence of every package, direct or not, as the package itself states it.</summary>
internal static class Licences
{
    public const string Microsoft = "Microsoft software licence";

    /// <summary>The package is resolved, but none of its files becomes a part of the program.</summary>
    public const string LeftOut = "Microsoft software licence, left out";

    // Packages without an SPDX expression. Their licence was read in the file or at the address that they name.
    private static readonly Dictionary<string, string> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CommandLineParser"] = "MIT",
        ["MediatR"] = "Apache-2.0",
        ["Microsoft.Data.SqlClient.SNI.runtime"] = Microsoft,
        ["Microsoft.DotNet.PlatformAbstractions"] = "MIT",
        ["Microsoft.Identity.Client.NativeInterop"] = LeftOut,
        ["Mono.Cecil"] = "MIT",
        ["NetArchTest.Rules"] = "MIT",
    };

    private static readonly string Packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>From the lock files of all projects.</summary>
    public static IReadOnlyList<Dependency> OfNuGet() =>
    [
        .. LockFiles().SelectMany(file => PackagesIn(file).Select(p => (p.Name, p.Version, IsShipped: IsOfTheProgram(file))))
            .GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
            .Select(g => new Dependency(g.Key, LicenceOf(g.Key, g.First().Version), g.Any(p => p.IsShipped))),
    ];

    /// <summary>From the lock files of the page and of the identity provider of the tests.</summary>
    public static IReadOnlyList<Dependency> OfNpm() =>
    [
        .. PackagesOfNpm("src", "Web").Concat(PackagesOfNpm("tests", "Testing", "Provider"))
            .GroupBy(p => (p.Name, p.Licence)).Select(g => g.MaxBy(p => p.IsShipped)!),
    ];

    private static List<Dependency> PackagesOfNpm(params string[] folder)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine([Checkout.Root, .. folder, "package-lock.json"])));
        const string Folder = "node_modules/";
        return
        [
            .. file.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.Contains(Folder, StringComparison.Ordinal))
                .Select(p => new Dependency(
                    p.Name[(p.Name.LastIndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..],
                    p.Value.TryGetProperty("license", out var licence) ? licence.GetString()! : "none",
                    !(p.Value.TryGetProperty("dev", out var dev) && dev.GetBoolean()))),
        ];
    }

    private static IEnumerable<string> LockFiles() => ((string[])["src", "tests", "bench"])
        .SelectMany(f => Directory.EnumerateDirectories(Path.Combine(Checkout.Root, f)))
        .Select(f => Path.Combine(f, "packages.lock.json")).Where(File.Exists);

    private static bool IsOfTheProgram(string lockFile) =>
        Path.GetRelativePath(Checkout.Root, lockFile).StartsWith("src", StringComparison.Ordinal);

    private static List<(string Name, string Version)> PackagesIn(string lockFile)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(lockFile));
        return
        [
            .. file.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Where(p => p.Value.GetProperty("type").GetString() != "Project")
                .Select(p => (p.Name, p.Value.GetProperty("resolved").GetString()!)),
        ];
    }

    private static string LicenceOf(string name, string version)
    {
        var (folder, id) = (version.ToLowerInvariant(), name.ToLowerInvariant());
        var licence = XDocument.Load(Path.Combine(Packages, id, folder, id + ".nuspec")).Descendants()
            .FirstOrDefault(e => e.Name.LocalName == "license" && e.Attribute("type")?.Value == "expression");
        return licence?.Value ?? Read.GetValueOrDefault(name, "none");
    }
}
