namespace Dashboard.UnitTests.Architecture;

public sealed class FolderTests
{
    private const int MaxFiles = 12;

    [Fact]
    public void Folders_OfCode_HoldAtMostTwelveFiles()
    {
        string[] roots = ["src", "tests", "bench", "tools"];
        var folders = roots.SelectMany(root =>
            Directory.EnumerateFiles(Path.Combine(Checkout.Root, root), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Checkout.Root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(folder => !$"/{folder}/".Contains("/obj/") && !$"/{folder}/".Contains("/bin/") && !folder.Contains("/Migrations/"))
            .CountBy(folder => folder).ToList();

        folders.Count.ShouldBeGreaterThan(40);
        folders.Where(f => f.Value > MaxFiles).ShouldBeEmpty();
    }
}
