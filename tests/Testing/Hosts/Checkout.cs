namespace Dashboard.Testing.Hosts;

/// <summary>The files of the repository around the tests.</summary>
public static class Checkout
{
    public static string Root { get; } = Find();

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Dashboard.sln"))) return folder.FullName;
        throw new InvalidOperationException("There is no Dashboard.sln in a folder above " + AppContext.BaseDirectory);
    }
}
