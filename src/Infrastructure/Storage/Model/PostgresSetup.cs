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
    private const string Bounds = "-c statement_timeout=60s -c idle_in_transaction_session_timeout=";
    private const string Idle = "10s";

    // Other nodes wait for the locks of a node that is paused in the middle of a commit.
    private const string IdleBesideOthers = "2s";

    // Any number that nothing else on the database locks.
    private const long MigrationLock = 7_263_541_150_035;

    /// <exception cref="OptionsValidationException">Not a connection string of PostgreSQL.</exception>
    /// <param name="isClustered">Other programs work on the same database.</param>
    public static string Resolve(string connectionString, bool isClustered = false)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            builder.Options ??= Bounds + (isClustered ? IdleBesideOthers : Idle);
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
    /// Creates the database if it is missing, checks that it can keep every character, lifts the bounds for the migration that follows (it
    /// may build an index), and waits for other programs that migrate.
    /// </summary>
    /// <remarks>The migrator locks a table for each migration by itself. Between two of them another program could come in. So the whole
    /// migration holds a lock of the session, which ends with the connection.</remarks>
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
        await context.Database.ExecuteSqlRawAsync(
            "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0", cancellationToken);
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
    }

    /// <summary>Lets other programs migrate, and gives the connection back as it was.</summary>
    public static async Task EndMigrationAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", cancellationToken);
        await context.Database.CloseConnectionAsync();
        context.Database.SetCommandTimeout(null);
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
