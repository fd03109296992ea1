namespace Dashboard.Testing.Hosts;

/// <summary>A SQLite file in a folder of its own. Disposing it deletes the folder.</summary>
public sealed class TemporaryStore : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-test-");

    public string Folder => _folder.FullName;

    public string File => Path.Combine(_folder.FullName, "dashboard.db");

    public string ConnectionString => $"Data Source={File};Pooling=False";

    public void Dispose() => _folder.Delete(recursive: true);
}
