
namespace Dashboard.UnitTests.Architecture;

public sealed class LineLengthTests
{
    private const int MaxLength = 140;

    private static readonly string[] Folders = ["src", "tests", "bench", "tools"];
    private static readonly string[] GeneratedFolders = ["bin", "obj", "node_modules", "Migrations"];

    [Fact]
    public void Line_OfCSharp_EndsBeforeTheLimitOfTheEditorConfig()
    {
        var files = Folders.SelectMany(folder => Files(Path.Combine(Checkout.Root, folder))).ToList();
        files.Count.ShouldBeGreaterThan(100);
        var tooLong = from file in files
                      from line in File.ReadLines(file).Index()
                      where line.Item.Length > MaxLength
                      select $"{Path.GetRelativePath(Checkout.Root, file)}:{line.Index + 1} has {line.Item.Length} columns, allowed are {MaxLength}";
        string.Join("\n", tooLong).ShouldBeEmpty();
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.cs").Concat(
        Directory.EnumerateDirectories(folder).Where(d => !GeneratedFolders.Contains(Path.GetFileName(d))).SelectMany(Files));
}
