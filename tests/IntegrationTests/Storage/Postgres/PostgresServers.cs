using Microsoft.EntityFrameworkCore;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>
/// The PostgreSQL server of all tests: the one named by DASHBOARD_TEST_POSTGRES, else a private cluster, which the first test starts.
/// </summary>
public sealed class PostgresServers : IAsyncDisposable
{
    public const string Variable = "DASHBOARD_TEST_POSTGRES";

    private readonly string _template = "dashboard_template_" + Guid.CreateVersion7().ToString("N");
    private readonly Lazy<Task<(string? Server, string? WhyNot)>> _server;
    private PostgresCluster? _cluster;

    public PostgresServers() => _server = new(FindAsync);

    /// <summary>A database on it with the schema and no rows; skips the test where there is no server.</summary>
    public async Task<TestDatabase> NewDatabaseAsync()
    {
        var database = new PostgresDatabase(await ServerAsync());
        await database.CreateAsync(_template);
        return database;
    }

    /// <summary>A database that is not there yet.</summary>
    internal async Task<PostgresDatabase> NameDatabaseAsync() => new(await ServerAsync());

    /// <summary>A server of its own, for a test that stops it; skips the test where none can be started.</summary>
    public static async Task<PostgresCluster> NewClusterAsync()
    {
        try
        {
            return await PostgresCluster.StartAsync();
        }
        catch (Exception exception) when (IsMissing(exception))
        {
            Assert.Skip("This test starts and stops a PostgreSQL server, and none of this machine can be started: " + exception.Message);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        else if (_server.IsValueCreated && await _server.Value is { Server: { } server })
            await new PostgresDatabase(server, _template).DisposeAsync();
    }

    private static bool IsMissing(Exception exception) =>
        exception is InvalidOperationException or System.ComponentModel.Win32Exception;

    private async Task<string> ServerAsync()
    {
        var (server, whyNot) = await _server.Value;
        Assert.SkipWhen(server is null, $"No PostgreSQL: {Variable} is not set, and no server of this machine can be started: {whyNot}");
        return server!;
    }

    private async Task<(string? Server, string? WhyNot)> FindAsync()
    {
        var server = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(server))
        {
            try
            {
                _cluster = await PostgresCluster.StartAsync();
            }
            catch (Exception exception) when (IsMissing(exception))
            {
                return (null, exception.Message);
            }

            server = _cluster.ConnectionString;
        }

        // No connection may stay open to a template.
        var template = new PostgresDatabase(server + ";Pooling=false", _template);
        await template.CreateAsync(from: "template0");
        await using var context = await template.Contexts().CreateDbContextAsync();
        await context.Database.MigrateAsync();
        return (server, null);
    }
}
