using Dashboard.Infrastructure.Storage;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Dashboard.IntegrationTests.Storage;

internal sealed class PostgresDatabase(string server, string? name = null) : TestDatabase
{
    public string Name { get; } = name ?? "dashboard_test_" + Guid.CreateVersion7().ToString("N");

    public string ConnectionString => new NpgsqlConnectionStringBuilder(server) { Database = Name }.ToString();

    public override Dictionary<string, string?> Settings =>
        new() { ["Storage:Provider"] = "Postgres", ["ConnectionStrings:Dashboard"] = ConnectionString };

    /// <summary>What a program in a process of its own has to be told to use it.</summary>
    public string[] Arguments => ["--Storage:Provider=Postgres", "--ConnectionStrings:Dashboard=" + ConnectionString];

    /// <summary>As PostgreSQL's own programs take it.</summary>
    public string Uri
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(ConnectionString);
            return $"postgresql://{parts.Username}:{System.Uri.EscapeDataString(parts.Password!)}@{parts.Host}:{parts.Port}/{Name}";
        }
    }

    /// <summary>The same, for another user of the server.</summary>
    public Dictionary<string, string?> SettingsOf(string user, string password) => new(Settings)
    {
        ["ConnectionStrings:Dashboard"] =
            new NpgsqlConnectionStringBuilder(ConnectionString) { Username = user, Password = password }.ToString(),
    };

    internal override IDbContextFactory<DashboardDbContext> Contexts(params IInterceptor[] interceptors)
    {
        var options = new DbContextOptionsBuilder<PostgresDashboardDbContext>();
        options.UsePostgresWithRetries(PostgresSetup.Resolve(ConnectionString)).AddInterceptors(interceptors);
        return new Factory(() => new PostgresDashboardDbContext(options.Options));
    }

    public override async Task PoisonAsync(string table, string column)
    {
        await using var context = await Contexts().CreateDbContextAsync();
        await ExecuteAsync(context, $"ALTER TABLE \"{table}\" ADD CONSTRAINT poison CHECK (\"{column}\" <> 'poison')");
    }

    /// <summary>Copies a database, which takes a fraction of the time that a migration takes.</summary>
    public Task CreateAsync(string from) => ExecuteAsync($"CREATE DATABASE {Name} TEMPLATE {from} ENCODING 'UTF8'");

    /// <summary>Executes a statement in the server's own database.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The one number that a query in the server's own database gives.</summary>
    public async Task<long> CountAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How many other sessions of this database are in a state, by the columns of <c>pg_stat_activity</c>.</summary>
    public Task<long> SessionsAsync(string condition) => CountAsync(
        $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{Name}' AND pid <> pg_backend_pid() AND {condition}");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
        // The server has closed these connections.
        await using var connection = new NpgsqlConnection(PostgresSetup.Resolve(ConnectionString));
        NpgsqlConnection.ClearPool(connection);
    }
}
