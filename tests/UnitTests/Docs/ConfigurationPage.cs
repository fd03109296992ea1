using System.Globalization;
using System.Reflection;
using System.Text;
using Dashboard.Api;
using Dashboard.Application;
using Dashboard.Infrastructure;
using Microsoft.Extensions.Configuration;

namespace Dashboard.UnitTests.Docs;

/// <summary>Writes docs/configuration.md from the options classes: their comments, their ranges and their defaults.</summary>
/// <param name="sections">The section that each class is bound to.</param>
/// <param name="settings">The settings that come with the program.</param>
internal sealed class ConfigurationPage(IReadOnlyDictionary<Type, string> sections, IConfiguration settings)
{
    private const string Intro = """
        # Configuration

        <!-- Made from the options classes by ConfigurationTests, which says how to write it anew. Do not edit it by hand. -->

        A setting comes from one of three places. A later one wins:

        1. `src/Api/appsettings.json`, next to the program once it is published.
        2. An environment variable, with two underscores between section and key: `Storage__Provider=SqlServer`.
        3. The command line: `dotnet run --project src/Api -- --Storage:Provider=SqlServer`.

        A value that is out of range or cannot be read stops the start with exit code 1 and a sentence that names the key. Times are
        written `hours:minutes:seconds`, such as `00:00:00.500` for 500 ms; with days they are written `30.00:00:00`. Settings are read
        once, at the start.

        Settings of the platform work as in every ASP.NET Core program: `urls` (default `http://localhost:5080`) and the
        section `Serilog` for the log.

        """;

    /// <summary>Every options class of the program.</summary>
    public static IReadOnlyList<Type> Classes { get; } =
    [
        .. new[] { typeof(DashboardApplication).Assembly, typeof(ApplicationRegistration).Assembly,
            typeof(InfrastructureRegistration).Assembly }
            .SelectMany(a => a.GetTypes()).Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal) && t.IsClass && !t.IsNested)
            .OrderBy(t => t.Name, StringComparer.Ordinal),
    ];

    public static IEnumerable<PropertyInfo> SettingsOf(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    public string Write()
    {
        var page = new StringBuilder(Intro);
        foreach (var section in sections.GroupBy(s => s.Value, s => s.Key).OrderBy(s => s.Key, StringComparer.Ordinal))
            Append(page, [.. section.OrderByDescending(o => SettingsOf(o).Count())], section.Key);
        return page.ToString();
    }

    /// <summary>What is missing in the comments of a setting; null when nothing is.</summary>
    public string? MissingIn(PropertyInfo setting)
    {
        var docs = DocsOf(setting.DeclaringType!);
        if (docs.Of(setting, "summary").Length == 0) return "a <summary>: what it means";
        if (docs.Of(setting, "remarks").Length == 0) return "<remarks>: what happens at the limit";
        return RangeOf(setting, docs).Length == 0 ? "a [Range], or a <value> that says which values are allowed" : null;
    }

    // A section may have classes in several projects; the largest one comes first.
    private void Append(StringBuilder page, IReadOnlyList<Type> classes, string section)
    {
        var about = classes.Select(c => AboutSection(DocsOf(c).Of(c, "summary"), section));
        page.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\n{string.Join(' ', about)}");
        foreach (var options in classes)
            if (DocsOf(options).Of(options, "remarks") is { Length: > 0 } remarks) page.Append("\n\n").Append(remarks);
        page.Append("\n\n| key | default | values | meaning |\n|---|---|---|---|\n");
        foreach (var options in classes) AppendSettings(page, options, section);
    }

    private void AppendSettings(StringBuilder page, Type options, string section)
    {
        var docs = DocsOf(options);
        var defaults = Activator.CreateInstance(options)!;
        settings.GetSection(section).Bind(defaults);
        foreach (var setting in SettingsOf(options))
        {
            var meaning = $"{docs.Of(setting, "summary")} {docs.Of(setting, "remarks")}";
            page.Append(CultureInfo.InvariantCulture, $"| `{section}:{setting.Name}` | {SettingText.Value(setting.GetValue(defaults))} ")
                .Append(CultureInfo.InvariantCulture, $"| {RangeOf(setting, docs)} | {meaning} |\n");
        }
    }

    private static string RangeOf(PropertyInfo setting, XmlDocs docs) =>
        SettingText.RangeOf(setting) is { Length: > 0 } range ? range : docs.Of(setting, "value");

    private static string AboutSection(string summary, string section)
    {
        var start = $"Section `{section}`: ";
        summary.ShouldStartWith(start);
        return char.ToUpperInvariant(summary[start.Length]) + summary[(start.Length + 1)..];
    }

    // A setting that a comment refers to is written as its key.
    private XmlDocs DocsOf(Type options) => new(options.Assembly, cref =>
    {
        var (type, name) = (cref[2..cref.LastIndexOf('.')], cref[(cref.LastIndexOf('.') + 1)..]);
        var section = sections.FirstOrDefault(s => s.Key.FullName == type).Value;
        return section is null ? name : $"{section}:{name}";
    });
}
