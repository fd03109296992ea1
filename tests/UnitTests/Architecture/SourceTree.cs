using System.Text.RegularExpressions;

namespace Dashboard.UnitTests.Architecture;

/// <summary>A place in the source where a file of one feature names another feature.</summary>
internal sealed record Use(string From, string To, string File, int Line);

/// <summary>
/// Reads from the C# files of <c>src</c> which feature names which other one: in using lines and in qualified names, not in comments.
/// </summary>
internal static partial class SourceTree
{
    // Longest first: a room inside a feature is a feature of its own.
    private static readonly string[] SubRooms =
        ["Infrastructure/Storage/Model", "Infrastructure/Storage/Writing", "Infrastructure/Storage/Reading",
            "Infrastructure/Storage/Upkeep", "Infrastructure/Storage/Nodes"];

    public static IEnumerable<(string Path, string[] Lines)> Files() =>
        from path in Directory.EnumerateFiles(System.IO.Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
        let relative = System.IO.Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/')
        where !relative.Contains("/obj/") && !relative.Contains("/bin/") && !relative.Contains("/Migrations/")
        orderby relative
        select (relative, File.ReadAllLines(path));

    public static IEnumerable<Use> UsesIn(string path, IEnumerable<string> lines)
    {
        var from = FeatureOf(path["src/".Length..path.LastIndexOf('/')].Replace('/', '.'));
        if (from is null) yield break;
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var code = line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? "" : line;
            foreach (Match match in Qualified().Matches(code))
                if (FeatureOf(match.Groups[1].Value) is { } to && to != from) yield return new Use(from, to, path, number);
        }
    }

    /// <summary>The feature of a namespace below <c>Dashboard</c>; null for the root of a project, which registers its features.</summary>
    public static string? FeatureOf(string name)
    {
        var parts = name.Split('.');
        if (parts.Length < 2 || parts[1].Length == 0) return null;
        var deep = string.Join('/', parts.Take(3));
        return SubRooms.Contains(deep) ? deep : $"{parts[0]}/{parts[1]}";
    }

    [GeneratedRegex(@"\bDashboard\.((?:Domain|Application|Infrastructure|Api)(?:\.[A-Z]\w*)+)|(?<![\w.])((?:Application|Infrastructure)\.[A-Z]\w*(?:\.[A-Z]\w*)*)")]
    private static partial Regex Qualified();
}
