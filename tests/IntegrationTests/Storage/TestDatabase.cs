using Dashboard.Infrastructure.Storage;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Reading;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>An empty database of one of the providers, for one test; gone at the end.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    private readonly List<StoreReads> _reads = [];

    /// <summary>What the program has to be told to use it.</summary>
    public abstract Dictionary<string, string?> Settings { get; }

    /// <summary>Makes contexts as the program has them, with these interceptors beside its own.</summary>
    internal abstract IDbContextFactory<DashboardDbContext> Contexts(params IInterceptor[] interceptors);

    /// <summary>Threads that read through such contexts, for one test.</summary>
    internal StoreReads Reads(params IInterceptor[] interceptors)
    {
        var reads = new StoreReads(Contexts(interceptors), Options.Create(new StorageOptions { ReadThreads = 1 }));
        _reads.Add(reads);
        return reads;
    }

    /// <summary>From now on rows of a table whose column has the value "poison" are refused.</summary>
    public abstract Task PoisonAsync(string table, string column);

    public virtual ValueTask DisposeAsync()
    {
        foreach (var reads in _reads) reads.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected static async Task ExecuteAsync(DashboardDbContext context, string sql) =>
        await context.Database.ExecuteSqlRawAsync(sql);

    private protected sealed class Factory(Func<DashboardDbContext> create) : IDbContextFactory<DashboardDbContext>
    {
        public DashboardDbContext CreateDbContext() => create();
    }
}

internal sealed class SqliteDatabase : TestDatabase
{
    private readonly TemporaryStore _store = new();

    public override Dictionary<string, string?> Settings => new() { ["ConnectionStrings:Dashboard"] = _store.ConnectionString };

    internal override IDbContextFactory<DashboardDbContext> Contexts(params IInterceptor[] interceptors)
    {
        var options = new DbContextOptionsBuilder<SqliteDashboardDbContext>()
            .UseSqlite(_store.ConnectionString + ";Default Timeout=1").AddInterceptors(new SqliteSetup())
                .AddInterceptors(interceptors).Options;
        return new Factory(() => new SqliteDashboardDbContext(options));
    }

    public override async Task PoisonAsync(string table, string column)
    {
        await using var context = await Contexts().CreateDbContextAsync();
        await ExecuteAsync(
            context,
            $"CREATE TRIGGER poison BEFORE INSERT ON {table} WHEN NEW.{column} = 'poison' BEGIN SELECT RAISE(ABORT, 'poison row'); END");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _store.Dispose();
    }
}

internal sealed class SqlServerDatabase(string server) : TestDatabase
{
    private readonly string _name = "dashboard_test_" + Guid.CreateVersion7().ToString("N");

    private string ConnectionString => new SqlConnectionStringBuilder(server) { InitialCatalog = _name }.ConnectionString;

    public override Dictionary<string, string?> Settings =>
        new() { ["Storage:Provider"] = "SqlServer", ["ConnectionStrings:Dashboard"] = ConnectionString };

    internal override IDbContextFactory<DashboardDbContext> Contexts(params IInterceptor[] interceptors)
    {
        var options = new DbContextOptionsBuilder<SqlServerDashboardDbContext>();
        options.UseSqlServerWithRetries(ConnectionString).AddInterceptors(interceptors);
        return new Factory(() => new SqlServerDashboardDbContext(options.Options));
    }

    public override async Task PoisonAsync(string table, string column)
    {
        await using var context = await Contexts().CreateDbContextAsync();
        await ExecuteAsync(context, $"ALTER TABLE {table} ADD CONSTRAINT poison CHECK ({column} <> 'poison')");
    }

    /// <summary>Made here and not by the migration, which other servers of the protocol cannot do.</summary>
    public Task CreateAsync() => ExecuteAsync($"CREATE DATABASE [{_name}]");

    /// <summary>A relay to the server, and the connection string through it.</summary>
    public TcpRelay OpenRelay(out string connectionString)
    {
        var builder = new SqlConnectionStringBuilder(ConnectionString);
        var address = builder.DataSource.Replace("tcp:", "", StringComparison.OrdinalIgnoreCase).Split(',');
        var relay = new TcpRelay(
            address[0], address.Length > 1 ? int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture) : 1433);
        builder.DataSource = $"127.0.0.1,{relay.Port}";
        connectionString = builder.ConnectionString;
        return relay;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqlConnection.ClearAllPools();
        await ExecuteAsync($"DROP DATABASE IF EXISTS [{_name}]");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqlConnection(server);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
