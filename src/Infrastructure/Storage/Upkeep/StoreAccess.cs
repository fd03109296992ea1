using System.Data.Common;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>Says whether the store can be read as it is. Creates and changes nothing.</summary>
public sealed class StoreAccess
{
    private readonly IDbContextFactory<DashboardDbContext> _contexts;

    internal StoreAccess(IDbContextFactory<DashboardDbContext> contexts) => _contexts = contexts;

    /// <summary>Why the store cannot be read, as a sentence for the operator; null when it can be read.</summary>
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
