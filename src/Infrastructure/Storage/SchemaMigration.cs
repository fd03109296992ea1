using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Brings the schema up to date before anything else starts; a store that cannot be opened stops the start.</summary>
internal sealed partial class SchemaMigration(IDbContextFactory<DashboardDbContext> contexts, ILogger<SchemaMigration> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0) return;
        await context.Database.MigrateAsync(cancellationToken);
        LogMigrated(pending.Count, pending[^1]);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(120, LogLevel.Information, "Applied {Count} schema migrations, up to {Last}")]
    private partial void LogMigrated(int count, string last);
}
