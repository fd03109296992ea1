using Dashboard.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>
/// Completes a connection string of PostgreSQL with bounds that the server keeps, also when the program is paused or gone.
/// </summary>
internal static class PostgresSetup
{
    // A read is cut by the program after 30 s. A transaction that stays open without a statement holds locks, and would hold up others.
    private const string Bounds = "-c statement_timeout=60s -c idle_in_transaction_session_timeout=10s";

    // The number is any that no other program over the same database uses.
    private const string Lock = "SELECT pg_advisory_lock(7236411893)";
    private const string Unlock = "SELECT pg_advisory_unlock(7236411893)";

    /// <exception cref="OptionsValidationException">Not a connection string of PostgreSQL.</exception>
    public static string Resolve(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            builder.Options ??= Bounds;
            builder.ApplicationName ??= "Dashboard";
            return builder.ToString();
        }
        catch (ArgumentException exception)
        {
            throw new OptionsValidationException(
                "ConnectionStrings", typeof(string), ["ConnectionStrings:Dashboard cannot be used: " + exception.Message]);
        }
    }

    /// <summary>
    /// Creates the database if it is missing, checks that it can keep every character, and lifts the bounds for the migration that
    /// follows: it may build an index, or wait for another program that migrates.
    /// </summary>
    /// <exception cref="StoreNotOpenedException">The database has another encoding than UTF8.</exception>
    public static async Task PrepareMigrationAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        await CreateIfMissingAsync(context.GetService<IRelationalDatabaseCreator>(), cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var encoding = await context.Database.SqlQueryRaw<string>("SELECT current_setting('server_encoding') AS \"Value\"")
            .SingleAsync(cancellationToken);
        if (encoding != "UTF8")
            throw new StoreNotOpenedException(
                $"The database {context.Database.GetDbConnection().Database} has the encoding {encoding}, and the program needs UTF8. "
                + "Create it with ENCODING 'UTF8' TEMPLATE template0.");
        context.Database.SetCommandTimeout(TimeSpan.Zero);
        await context.Database.ExecuteSqlRawAsync("SET statement_timeout = 0", cancellationToken);
    }

    /// <summary>Migrates in turn with other programs over the same database. The migrator's own lock ends with each migration, and another
    /// program that waits for it would apply the next one again.</summary>
    public static async Task InTurnAsync(DashboardDbContext context, Func<Task> migrate, CancellationToken cancellationToken)
    {
        await context.Database.ExecuteSqlRawAsync(Lock, cancellationToken);
        try
        {
            await migrate();
        }
        finally
        {
            // A connection that goes back to the pool would keep it.
            await context.Database.ExecuteSqlRawAsync(Unlock, CancellationToken.None);
        }
    }

    private static async Task CreateIfMissingAsync(IRelationalDatabaseCreator databases, CancellationToken cancellationToken)
    {
        if (await databases.ExistsAsync(cancellationToken)) return;
        try
        {
            await databases.CreateAsync(cancellationToken);
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another program has created it in between.
        }
    }
}
