using System.Text.Json;

namespace Dashboard.Testing.Data;

/// <summary>Finds the public sample files, which are not part of the repository.</summary>
public static class SampleFiles
{
    /// <summary>
    /// The folder named by DASHBOARD_TEST_DATA, or <c>shared/data</c> beside or above the repository. Without one it skips the test.
    /// </summary>
    public static string Folder()
    {
        var named = Environment.GetEnvironmentVariable("DASHBOARD_TEST_DATA");
        if (!string.IsNullOrEmpty(named)) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data");
            if (File.Exists(Path.Combine(candidate, "facts.json"))) return candidate;
        }

        Assert.Skip("The sample files are missing. Set DASHBOARD_TEST_DATA to their folder.");
        return "";
    }

    public static JsonElement Facts(string folder) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "facts.json"))).RootElement;
}
