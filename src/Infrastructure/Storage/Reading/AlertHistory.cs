using Dashboard.Application.Alerts;
using Dashboard.Domain.Alerts;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Alert queries. A page is read down the key from the cursor, as for transactions.</summary>
internal sealed class AlertHistory(IDbContextFactory<DashboardDbContext> contexts) : IAlertHistory
{
    public async Task<IReadOnlyList<Alert>> PageAsync(
        AlertFilter filter, AlertId? before, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Select(context.Alerts.AsNoTracking(), filter);
        if (before is { } cursor) rows = rows.Where(r => r.Id < cursor.Value);
        var page = await rows.OrderByDescending(r => r.Id).Take(limit).ToListAsync(cancellationToken);
        return [.. page.Select(r => r.ToAlert())];
    }

    public async Task<Alert?> FindAsync(AlertId id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Alerts.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id.Value, cancellationToken);
        return row?.ToAlert();
    }

    private static IQueryable<AlertRow> Select(IQueryable<AlertRow> rows, AlertFilter filter)
    {
        if (filter.Statuses is { } statuses)
        {
            // The database uses the index of unresolved alerts only for a query that repeats the filter of the index.
            rows = rows.Where(r => EF.Constant(statuses).Contains(r.Status));
            if (!statuses.Contains(AlertStatus.Resolved)) rows = rows.Where(r => r.Status != AlertStatus.Resolved);
        }

        if (filter.Severities is { } severities) rows = rows.Where(r => EF.Constant(severities).Contains(r.Severity));
        if (filter.Rule is { } rule) rows = rows.Where(r => r.Rule == rule);
        if (filter.Subject is { } subject) rows = rows.Where(r => r.Subject == subject);
        if (filter.From?.UtcDateTime is { } from) rows = rows.Where(r => r.RaisedAt >= from);
        if (filter.To?.UtcDateTime is { } to) rows = rows.Where(r => r.RaisedAt < to);
        return rows;
    }
}
