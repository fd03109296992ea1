using System.Globalization;
using System.Text;

namespace Dashboard.UnitTests.Deployment;

/// <summary>Every dependency has a licence that allows to use, change and pass it on; docs/licences.md lists them.</summary>
public sealed class LicenceTests
{
    private const string Page = "docs/licences.md";
    // Set to 1, the test writes the file instead of complaining about it.
    private const string Refresh = "DASHBOARD_WRITE_LICENCES";

    private const string Intro = """
        # Licences of the dependencies

        <!-- Made from the lock files and the packages by LicenceTests, which says how to write it anew. Do not edit it by hand. -->

        Every package that the program, its page, its build and its tests use, direct or not. A test refuses a package whose licence is not
        allowed. Versions stand in the lock files and in the bill of materials ([testing.md](testing.md#supply-chain)).

        - MPL-2.0 is allowed for the build and the tests only, where nothing of the package is passed on.
        - The Microsoft software licence of the first kind allows redistribution. It covers a native part of the SQL Server client for Windows.
        - The package that is left out must not be passed on. It comes with the SQL Server client, for the sign-in of a person at a desktop.
          A test checks that none of its files is beside the program.

        """;

    private static readonly string[] Allowed =
    [
        "MIT", "MIT-0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "MS-PL", "PostgreSQL", "Unlicense", Licences.Microsoft,
        Licences.LeftOut,
    ];

    private static readonly string[] AllowedUnshipped = [.. Allowed, "MPL-2.0", "CC0-1.0", "BlueOak-1.0.0", "Python-2.0"];

    private readonly IReadOnlyList<Dependency> _nuGet = Licences.OfNuGet();
    private readonly IReadOnlyList<Dependency> _npm = Licences.OfNpm();

    [Fact]
    public void Dependencies_HaveLicencesThatAreAllowed()
    {
        (_nuGet.Count, _npm.Count).ShouldSatisfyAllConditions(
            c => c.Item1.ShouldBeGreaterThan(100), c => c.Item2.ShouldBeGreaterThan(50));

        _nuGet.Concat(_npm).Where(d => !IsAllowed(d)).Select(d => $"{d.Name}: {d.Licence}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("(MIT OR GPL-3.0-only)", true)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("GPL-3.0-only", false)]
    [InlineData("none", false)]
    [InlineData("MPL-2.0", false)]
    public void IsAllowed_OfAShippedPackage_IsFalseForAnyOtherLicence(string licence, bool expected) =>
        IsAllowed(new Dependency("x", licence, IsShipped: true)).ShouldBe(expected);

    [Fact]
    public void Files_OfThePackageThatIsLeftOut_AreNotBesideTheProgram()
    {
        var build = Path.GetRelativePath(Path.Combine(Checkout.Root, "tests", "UnitTests"), AppContext.BaseDirectory);
        var files = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "Api", build), "*", SearchOption.AllDirectories)
            .Select(f => Path.GetFileName(f)!).ToList();

        files.ShouldContain("Dashboard.Api.dll");
        files.ShouldNotContain(f => f.Contains("msalruntime", StringComparison.OrdinalIgnoreCase)
            || f.StartsWith("Microsoft.Identity.Client.NativeInterop", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_ListsThem()
    {
        var path = Path.Combine(Checkout.Root, Page);
        var expected = Written();
        if (Environment.GetEnvironmentVariable(Refresh) == "1") File.WriteAllText(path, expected);

        var written = File.ReadAllText(path);

        written.ShouldBe(expected, $"{Page} differs from the packages. Run this test once with {Refresh}=1 and commit the file.");
    }

    private static bool IsAllowed(Dependency dependency)
    {
        var allowed = dependency.IsShipped ? Allowed : AllowedUnshipped;
        return dependency.Licence.Trim('(', ')').Split(" OR ")
            .Any(choice => choice.Split(" AND ").All(part => allowed.Contains(part.Trim('(', ')'))));
    }

    private string Written()
    {
        var page = new StringBuilder(Intro);
        Append(page, "The program (NuGet)", _nuGet.Where(d => d.IsShipped));
        Append(page, "The page (npm)", _npm.Where(d => d.IsShipped));
        Append(page, "Tests and benchmarks (NuGet)", _nuGet.Where(d => !d.IsShipped));
        Append(page, "Build and tests of the page (npm)", _npm.Where(d => !d.IsShipped));
        return page.ToString();
    }

    private static void Append(StringBuilder page, string title, IEnumerable<Dependency> dependencies)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| licence | packages |\n|---|---|\n");
        foreach (var group in dependencies.GroupBy(d => d.Licence).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var names = string.Join(", ", group.Select(d => d.Name).Order(StringComparer.OrdinalIgnoreCase));
            page.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {names} |\n");
        }
    }
}
