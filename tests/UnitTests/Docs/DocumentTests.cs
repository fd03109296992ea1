
namespace Dashboard.UnitTests.Docs;

/// <summary>A document leads nowhere that does not exist.</summary>
public sealed class DocumentTests
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", ".git", ".vs", "artifacts"];

    private static readonly Document[] Guides = [.. DocumentsIn(""), .. DocumentsIn("docs")];
    private static readonly Document[] All = [.. Guides, .. DocumentsIn("docs/adr")];

    // With a slash in front, so that the end of a path is compared part by part.
    private static readonly string[] Files = [.. Walk(Checkout.Root).Select(f => "/" + f)];

    [Fact]
    public void Documents_EveryLink_LeadsToAFileAndAHeading()
    {
        var links = All.SelectMany(d => d.Links.Select(link => (Document: d, Target: link))).ToList();
        links.Count.ShouldBeGreaterThan(30);

        links.Where(l => !Leads(l.Document, l.Target)).Select(l => $"{l.Document.Path}: {l.Target}").ShouldBeEmpty();
    }

    [Fact]
    public void Guides_EveryFileThatTheyName_Exists()
    {
        var names = Guides.SelectMany(d => d.Names.Select(name => (Document: d, Name: name))).ToList();
        names.Count.ShouldBeGreaterThan(50);

        names.Where(n => !Exists(n.Name)).Select(n => $"{n.Document.Path}: {n.Name}").ShouldBeEmpty();
    }

    [Fact]
    public void Decisions_AreAllInTheIndex()
    {
        var decisions = All.Select(d => Path.GetFileName(d.Path)).Where(f => char.IsDigit(f[0])).ToList();
        decisions.Count.ShouldBeGreaterThan(10);

        decisions.Except(Document.Read("docs/adr/README.md").Links).ShouldBeEmpty();
    }

    private static bool Leads(Document document, string target)
    {
        var (file, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
        var folder = Path.Combine(Checkout.Root, Path.GetDirectoryName(document.Path)!);
        var path = file.Length == 0 ? document.Path : Path.GetRelativePath(Checkout.Root, Path.GetFullPath(file, folder));
        return Path.Exists(Path.Combine(Checkout.Root, path)) && (anchor is null || Document.Read(path).Anchors.Contains(anchor));
    }

    // A file may be named by the end of its path.
    private static bool Exists(string name) =>
        Path.Exists(Path.Combine(Checkout.Root, name)) || Files.Any(f => f.EndsWith("/" + name, StringComparison.Ordinal));

    private static IEnumerable<Document> DocumentsIn(string folder) =>
        FilesOf(Path.Combine(Checkout.Root, folder)).Where(f => f.EndsWith(".md", StringComparison.Ordinal)).Select(Document.Read);

    private static IEnumerable<string> Walk(string folder) => FilesOf(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(d => !Generated.Contains(Path.GetFileName(d))).SelectMany(Walk));

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder).Select(f => Path.GetRelativePath(Checkout.Root, f).Replace('\\', '/'));
}
