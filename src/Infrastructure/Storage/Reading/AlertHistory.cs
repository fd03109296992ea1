using Dashboard.Application.Alerts;
using Dashboard.Domain.Alerts;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Alert queries. A page is read down the key from the cursor, as for transactions.</summary>
internal sealed class AlertHistory(StoreReads reads, IDbContextFactory<DashboardDbContext> contexts) : IAlertHistory
{
    public Task<IReadOnlyList<Alert>> PageAsync(
        AlertFilter filter, AlertId? before, int limit, CancellationToken cancellationToken) =>
        reads.RunAsync<IReadOnlyList<Alert>>(
            async context =>
            {
                var rows = Select(new KeyRange(null, before?.Value).Of(context.Alerts.AsNoTracking()), filter);
                var page = await rows.OrderByDescending(r => r.Id).Take(limit).ToListAsync(cancellationToken);
                return [.. page.Select(r => r.ToAlert())];
            },
            cancellationToken);

    public Task<AlertSearch> SearchAsync(AlertFilter filter, AlertId? before, int limit, CancellationToken cancellationToken) =>
        reads.RunAsync(
            async context =>
            {
                // Unresolved alerts have an index of their own. It is short: the alert book keeps their number small.
                var hasIndex = filter.Statuses?.Contains(AlertStatus.Resolved) == false;
                var rows = context.Alerts.AsNoTracking();
                var (found, next) = await BoundedSearch.RunAsync(
                    hasIndex ? rows.Where(r => r.Status != AlertStatus.Resolved) : rows,
                    filter == new AlertFilter() ? null : part => Select(part, filter),
                    new KeyRange(null, before?.Value), limit, reads.MaxRows, cancellationToken);
                return new AlertSearch([.. found.Select(r => r.ToAlert())], next is { } id ? new AlertId(id) : null);
            },
            cancellationToken);

    // One row by its key, on the thread of its caller: a decision waits for it.
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
