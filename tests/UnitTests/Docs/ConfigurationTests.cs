using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Dashboard.UnitTests.Docs;

/// <summary>docs/configuration.md says what the options classes say.</summary>
public sealed partial class ConfigurationTests
{
    private const string File = "docs/configuration.md";
    // Set to 1, the test writes the file instead of complaining about it.
    private const string Refresh = "DASHBOARD_WRITE_CONFIGURATION";

    private readonly ConfigurationPage _page = new(
        ConfigurationPage.Classes.ToDictionary(c => c, SectionOf),
        new ConfigurationBuilder().AddJsonFile(Path.Combine(Checkout.Root, "src", "Api", "appsettings.json")).Build());

    [Fact]
    public void Configuration_IsThatOfTheOptions()
    {
        var path = Path.Combine(Checkout.Root, File);
        var expected = _page.Write();
        if (Environment.GetEnvironmentVariable(Refresh) == "1") System.IO.File.WriteAllText(path, expected);

        var written = System.IO.File.ReadAllText(path);

        written.ShouldBe(expected, $"{File} differs from the options classes. Run this test once with {Refresh}=1 and commit the file.");
    }

    [Fact]
    public void Options_EverySetting_IsDocumented()
    {
        var settings = ConfigurationPage.Classes.SelectMany(ConfigurationPage.SettingsOf).ToList();
        settings.Count.ShouldBeGreaterThan(30);

        var missing = settings.Select(s => (Setting: s, What: _page.MissingIn(s))).Where(s => s.What is not null);

        missing.Select(m => $"{m.Setting.DeclaringType!.Name}.{m.Setting.Name} lacks {m.What}").ShouldBeEmpty();
    }

    // The section stands where the class is registered, and nowhere else in the code.
    private static string SectionOf(Type options)
    {
        var found = Registrations.SingleOrDefault(r => r.Groups["type"].Value == options.Name);
        found.ShouldNotBeNull($"{options.Name} is registered nowhere with AddOptionsOf.");
        return found.Groups["section"].Value;
    }

    private static readonly Match[] Registrations =
    [
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*Registration.cs", SearchOption.AllDirectories)
            .SelectMany(f => Registration().Matches(System.IO.File.ReadAllText(f))),
    ];

    [GeneratedRegex("""AddOptionsOf<(?<type>\w+)>\(configuration, "(?<section>[\w:]+)"\)""")]
    private static partial Regex Registration();
}
