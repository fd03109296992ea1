using Dashboard.Infrastructure.Replay.Runs;

namespace Dashboard.UnitTests.Replay;

public sealed class UploadFolderTests
{
    [Fact]
    public void RemoveAbandoned_AFolderInUse_IsKept()
    {
        using var used = new UploadFolder();
        using (var file = used.Create("a.csv")) file.WriteByte(1);

        UploadFolder.RemoveAbandoned(Path.GetTempPath());

        File.Exists(used.Paths[0]).ShouldBeTrue();
    }

    [Fact]
    public void RemoveAbandoned_FoldersOfEveryKind_RemovesThoseWhoseLockIsFree()
    {
        var root = Directory.CreateTempSubdirectory("dashboard-test-").FullName;
        try
        {
            Make("dashboard-upload-killed", "lock", "0");
            Make("dashboard-upload-beingmade");
            Make("other-killed", "lock");

            UploadFolder.RemoveAbandoned(root).ShouldBe(1);

            Directory.GetDirectories(root).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)
                .ShouldBe(["dashboard-upload-beingmade", "other-killed"]);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }

        void Make(string name, params string[] files)
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
            foreach (var file in files) File.WriteAllText(Path.Combine(folder, file), "x");
        }
    }
}
