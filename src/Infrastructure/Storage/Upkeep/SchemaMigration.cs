using Dashboard.Application.Storage;
using Dashboard.Domain.Books;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>Brings the schema up to date before anything else starts. The program does not start if the store cannot be opened.</summary>
internal sealed partial class SchemaMigration(
    IDbContextFactory<DashboardDbContext> contexts, IdsAhead idsAhead, StoreFiles files, UnprovenRuns unproven,
    ILogger<SchemaMigration> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            if (context.Database.GetDbConnection() is SqliteConnection { DataSource: var file }) MakeFile(file);
            await MigrateAsync(context, cancellationToken);
            files.Start(context);
            if (unproven.IsLogMissing && await unproven.NoteLastAsync(context, cancellationToken) is { } run) LogMissing(run);
            await idsAhead.LoadAsync(context, cancellationToken);
            var connection = context.Database.GetDbConnection();
            LogStore(NameOf(context), connection.DataSource, connection.Database);
        }
        catch (Exception exception) when (StoreErrors.IsOutage(exception) || exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreNotOpenedException(
                $"The store {context.Database.GetDbConnection().DataSource} cannot be opened: {StoreErrors.Reason(exception)}", exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string NameOf(DashboardDbContext context) => context switch
    {
        SqlServerDashboardDbContext => "SQL Server",
        PostgresDashboardDbContext => "PostgreSQL",
        _ => "SQLite",
    };

    // No other connection makes it (SqliteSetup). An empty file is an empty database.
    private static void MakeFile(string file)
    {
        if (file is not ("" or ":memory:") && !File.Exists(file)) File.Create(file).Dispose();
    }

    private async Task MigrateAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        if (context is not PostgresDashboardDbContext)
        {
            await MigrateAloneAsync(context, cancellationToken);
            return;
        }

        await PostgresSetup.PrepareMigrationAsync(context, cancellationToken);
        await PostgresSetup.InTurnAsync(context, () => MigrateAloneAsync(context, cancellationToken), cancellationToken);
    }

    private async Task MigrateAloneAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0) return;
        // A process that was killed during a migration leaves its lock table behind, and the migrator would wait for it for ever. Only one
        // process uses a SQLite file, so the lock is stale.
        if (context.Database.IsSqlite())
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
        LogMigrated(pending.Count, pending[^1]);
    }

    [LoggerMessage(121, LogLevel.Information, "The store is {Provider}, {DataSource}, database {Database}")]
    private partial void LogStore(string provider, string dataSource, string database);

    [LoggerMessage(
        123, LogLevel.Error,
        "The log of the database is missing, and run {Run} did not end cleanly: its last commits may be lost. "
        + "--verify says what can be proven")]
    private partial void LogMissing(RunId run);

    [LoggerMessage(120, LogLevel.Information, "Applied {Count} schema migrations, up to {Last}")]
    private partial void LogMigrated(int count, string last);
}
