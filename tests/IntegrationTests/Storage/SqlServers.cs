using Testcontainers.MsSql;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>
/// The SQL Server of all tests: the one named by DASHBOARD_TEST_SQLSERVER, else one in a container, which the first test starts.
/// </summary>
public sealed class SqlServers : IAsyncDisposable
{
    public const string Variable = "DASHBOARD_TEST_SQLSERVER";

    private readonly Lazy<Task<(string? Server, string? WhyNot)>> _server;
    private MsSqlContainer? _container;

    public SqlServers() => _server = new(FindAsync);

    /// <summary>An empty database on it; skips the test where there is no server.</summary>
    public async Task<TestDatabase> NewDatabaseAsync()
    {
        var (server, whyNot) = await _server.Value;
        Assert.SkipWhen(server is null, $"No SQL Server: {Variable} is not set and no container engine answers: {whyNot}");
        var database = new SqlServerDatabase(server!);
        await database.CreateAsync();
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is not null) await _container.DisposeAsync();
    }

    private async Task<(string? Server, string? WhyNot)> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return (given, null);
        try
        {
            _container = new MsSqlBuilder("mcr.microsoft.com/mssql/server:2022-latest").Build();
            await _container.StartAsync();
            return (_container.GetConnectionString(), null);
        }
        catch (Exception exception)
        {
            return (null, exception.Message.Split('\n')[0]);
        }
    }
}
