using System.Data.Common;
using Dashboard.Application.Storage;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>The store for commands, which start nothing else.</summary>
public sealed class StoreAccess
{
    // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE (sqlite.org/c3ref/c_dbconfig_defensive.html)
    private const int NoCheckpointOnClose = 1006;

    private readonly IDbContextFactory<DashboardDbContext> _contexts;

    private readonly SchemaMigration _schema;

    internal StoreAccess(IDbContextFactory<DashboardDbContext> contexts, SchemaMigration schema) =>
        (_contexts, _schema) = (contexts, schema);

    /// <summary>Which store it is, without its secrets.</summary>
    public string Name
    {
        get
        {
            using var context = _contexts.CreateDbContext();
            var connection = context.Database.GetDbConnection();
            return context.Database.IsSqlite() ? connection.DataSource : $"{connection.Database} at {connection.DataSource}";
        }
    }

    /// <summary>Makes the store when there is none, and brings its schema up to date.</summary>
    /// <exception cref="StoreNotOpenedException">It cannot be opened.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken) => _schema.StartAsync(cancellationToken);

    /// <summary>
    /// Until it is disposed, no other connection of SQLite is the last one: the last one to close the database deletes its log. Null when
    /// there is none to keep.
    /// </summary>
    public IDisposable? KeepLog()
    {
        using var context = _contexts.CreateDbContext();
        if (context.Database.GetDbConnection() is not SqliteConnection { DataSource: var file } || !File.Exists(file)) return null;
        var settings = new SqliteConnectionStringBuilder(context.Database.GetConnectionString()) { Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            SQLitePCL.raw.sqlite3_db_config(connection.Handle!, NoCheckpointOnClose, 1, out _);
            using var read = connection.CreateCommand();
            read.CommandText = "SELECT COUNT(*) FROM sqlite_master";
            read.ExecuteScalar();
            return connection;
        }
        catch (SqliteException)
        {
            // The check itself says why the store cannot be read.
            connection.Dispose();
            return null;
        }
    }

    /// <summary>Why the store cannot be read as it is, as a sentence for the operator; null when it can be read.</summary>
    public async Task<string?> WhyNotReadableAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        if (context.Database.GetDbConnection() is SqliteConnection { DataSource: var file } && !File.Exists(file))
            return $"there is no store at {file}.";
        try
        {
            var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
            return pending == 0 ? null : $"the store lacks {pending} schema migrations; start the program once to apply them.";
        }
        catch (DbException exception)
        {
            return StoreErrors.Reason(exception);
        }
    }
}
