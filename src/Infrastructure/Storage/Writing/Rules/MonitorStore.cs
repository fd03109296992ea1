using Dashboard.Application.Audit;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Rules;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Rules;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Writing.Rules;

/// <summary>Keeps the versions of monitors. Versions and their entry of the audit trail are one transaction. The key of a version decides
/// between two callers.</summary>
internal sealed class MonitorStore(IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks, AuditAppender audit) : IMonitorStore
{
    public async Task<IReadOnlyList<MonitorVersion>> AllAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Set<MonitorRow>().AsNoTracking();
        var newest = await rows.Where(m => !rows.Any(o => o.Name == m.Name && o.Number > m.Number)).OrderBy(m => m.Name)
            .ToListAsync(cancellationToken);
        return newest.ConvertAll(VersionOf);
    }

    public async Task<IReadOnlyList<MonitorVersion>> VersionsAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Set<MonitorRow>().AsNoTracking().Where(m => m.Name == name).OrderByDescending(m => m.Number)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(VersionOf);
    }

    public async Task<bool> SaveAsync(IReadOnlyList<MonitorVersion> versions, AuditEvent? entry, CancellationToken cancellationToken)
    {
        try
        {
            return await SaveInTurnAsync(versions, entry, cancellationToken);
        }
        catch (DbUpdateException exception) when (StoreErrors.IsBadRow(exception))
        {
            // Another caller has made the same version in between.
            return false;
        }
    }

    private async Task<bool> SaveInTurnAsync(
        IReadOnlyList<MonitorVersion> versions, AuditEvent? entry, CancellationToken cancellationToken)
    {
        await using var any = await contexts.CreateDbContextAsync(cancellationToken);
        var isRetry = false;
        return await any.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancellation =>
            {
                await using var context = await contexts.CreateDbContextAsync(cancellation);
                using var turn = await locks.AcquireWriteAsync(context, cancellation);
                await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
                foreach (var version in versions)
                {
                    var known = await context.Set<MonitorRow>().AsNoTracking()
                        .SingleOrDefaultAsync(m => m.Name == version.Name && m.Number == version.Number, cancellation);
                    // The first attempt may have been committed although its answer was lost.
                    if (known is not null)
                        return isRetry && known.CreatedAt == version.CreatedAt.UtcDateTime && known.ById == version.By.Id;
                    context.Add(RowOf(version));
                }

                isRetry = true;
                await context.SaveChangesAsync(cancellation);
                context.ChangeTracker.Clear();
                var last = await audit.AppendAsync(context, entry is null ? [] : [entry], isRetry: false, cancellation);
                await transaction.CommitAsync(cancellation);
                if (last is { } added) audit.Written.Commit(added);
                return true;
            },
            cancellationToken);
    }

    private static MonitorRow RowOf(MonitorVersion version) => new()
    {
        Name = version.Name,
        Number = version.Number,
        Content = MonitorText.Write(version.Content),
        ById = version.By.Id,
        ByName = version.By.Name,
        Reason = version.Reason,
        CreatedAt = version.CreatedAt.UtcDateTime,
    };

    private static MonitorVersion VersionOf(MonitorRow row)
    {
        var read = MonitorText.Read($"monitor {row.Name}\n{row.Content}", out var errors);
        return errors.Count == 0
            ? new MonitorVersion(
                row.Name, row.Number, read[0].Content, new RuleAuthor(row.ById, row.ByName), row.Reason, new DateTimeOffset(row.CreatedAt))
            : throw new InvalidOperationException($"The stored monitor {row.Name}, version {row.Number}, is not readable: {errors[0]}");
    }
}
