using System.Text.RegularExpressions;

namespace Dashboard.UnitTests.Architecture;

public sealed partial class LineLengthTests
{
    private const int MaxLength = 140;

    private static readonly string[] Folders = ["src", "tests", "bench", "tools"];
    private static readonly string[] GeneratedFolders = ["bin", "obj", "node_modules", "Migrations"];

    [Fact]
    public void Line_OfCSharp_EndsBeforeTheLimitOfTheEditorConfig()
    {
        var files = Folders.SelectMany(folder => Files(Path.Combine(Checkout.Root, folder))).ToList();
        files.Count.ShouldBeGreaterThan(100);

        string.Join("\n", files.SelectMany(TooLong)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("short();", 0)]
    [InlineData("call(a);                                                                                                                                     b", 1)]
    [InlineData("call(\"a text of a test that is far longer than the limit of a line, and that reads worse when it is cut into pieces by plus signs: 0123456789\");", 0)]
    public void LongLines_OneLine_CountsOnlyWithoutItsTexts(string line, int expected) => LongLines([line]).Count().ShouldBe(expected);

    private static IEnumerable<string> TooLong(string file) =>
        LongLines(File.ReadLines(file))
            .Select(l => $"{Path.GetRelativePath(Checkout.Root, file)}:{l.Number} has {l.Length} columns of {MaxLength}");

    // A text literal may pass the limit: cut into pieces it reads worse. Lines within a raw literal are text.
    private static IEnumerable<(int Number, int Length)> LongLines(IEnumerable<string> lines)
    {
        var isRaw = false;
        foreach (var (index, line) in lines.Index())
        {
            var wasRaw = isRaw;
            if (RawQuotes().Count(line) % 2 == 1) isRaw = !isRaw;
            if (!wasRaw && !isRaw && TextLiteral().Replace(line, "").Length > MaxLength) yield return (index + 1, line.Length);
        }
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.cs").Concat(
        Directory.EnumerateDirectories(folder).Where(d => !GeneratedFolders.Contains(Path.GetFileName(d))).SelectMany(Files));

    [GeneratedRegex("\"\"\"")]
    private static partial Regex RawQuotes();

    [GeneratedRegex("\"\"\".*?\"\"\"|\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex TextLiteral();
}
