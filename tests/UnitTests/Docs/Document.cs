using System.Text.RegularExpressions;

namespace Dashboard.UnitTests.Docs;

/// <summary>A Markdown file of the project, and what it refers to.</summary>
/// <param name="Path">From the root of the project.</param>
internal sealed partial record Document(string Path, string Text)
{
    public static Document Read(string path) => new(path, Checkout.Read(path));

    /// <summary>The targets of its links within the project, as written.</summary>
    public IEnumerable<string> Links =>
        Link().Matches(Text).Select(m => m.Groups["target"].Value).Where(t => !t.Contains("://", StringComparison.Ordinal));

    /// <summary>The files and folders of the project that it names, in backticks or as the project of a command.</summary>
    public IEnumerable<string> Names =>
        Code().Matches(Fence().Replace(Text, "")).Select(m => m.Groups["code"].Value).Where(IsName)
            .Concat(Project().Matches(Text).Select(m => m.Groups["path"].Value));

    /// <summary>The anchors of its headings, as GitHub makes them.</summary>
    public IEnumerable<string> Anchors => Heading().Matches(Fence().Replace(Text, ""))
        .Select(m => NotInAnchor().Replace(m.Groups["heading"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    private static bool IsName(string code) => Folder().IsMatch(code) || File().IsMatch(code);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`(?<code>[^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"--(startup-)?project (?<path>[\w./-]+)")]
    private static partial Regex Project();

    [GeneratedRegex("^#+ (?<heading>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^(src|tests|bench|docs|tools|\.ci)(/[\w.-]+)+$")]
    private static partial Regex Folder();

    [GeneratedRegex(@"^([\w.-]+/)*[\w.-]+\.(cs|ts|tsx|js|css|json|md|yml|csproj|props|targets|txt|sln)$")]
    private static partial Regex File();
}
