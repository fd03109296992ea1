using Dashboard.Application.Audit;
using Dashboard.Application.Common.Cards;
using Dashboard.Domain.Common;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Access;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Queries of the audit trail. A page is read down the key from the cursor, as for transactions.</summary>
internal sealed class AuditReader(StoreReads reads) : IAuditReader
{
    public Task<AuditSearch> SearchAsync(AuditFilter filter, OrderedId? before, int limit, CancellationToken cancellationToken) =>
        SearchAsync(filter, new KeyRange(null, before?.Value), limit, cancellationToken);

    public Task<AuditSearch> OfSubjectAsync(
        string subject, OrderedId since, OrderedId? before, int limit, CancellationToken cancellationToken) =>
        SearchAsync(new AuditFilter { Subject = subject }, new KeyRange(since.Value, before?.Value), limit, cancellationToken);

    public Task<IReadOnlyList<string>> ChainsAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<string>>(
            async context => await context.Audit.Select(r => r.Chain).Distinct().Order().ToListAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AuditEntry>> ReadAsync(string chain, long? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<AuditEntry>>(
            async context => (await context.Audit.AsNoTracking().Where(r => r.Chain == chain && (after == null || r.Number > after))
                .OrderBy(r => r.Number).Take(limit).ToListAsync(cancellationToken)).ConvertAll(r => r.ToEntry()),
            cancellationToken);

    public Task<AuditEntry?> LastAsync(string chain, CancellationToken cancellationToken) =>
        reads.RunAsync(
            async context => (await context.Audit.AsNoTracking().Where(r => r.Chain == chain).OrderByDescending(r => r.Number)
                .FirstOrDefaultAsync(cancellationToken))?.ToEntry(),
            cancellationToken);

    // What is wrong with the trail itself is a finding of the check. An outage is none.
    private async Task<T> ReadAsync<T>(Func<DashboardDbContext, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await reads.RunAsync(read, cancellationToken);
        }
        catch (Exception exception) when (StoreErrors.IsMissingTable(exception))
        {
            throw new InvalidDataException("the table of the trail is missing or was changed", exception);
        }
        catch (Exception exception) when (exception is not ObjectDisposedException && StoreErrors.IsBadRow(exception))
        {
            throw new InvalidDataException("an entry has a value that cannot be read", exception);
        }
    }

    private Task<AuditSearch> SearchAsync(AuditFilter filter, KeyRange range, int limit, CancellationToken cancellationToken) =>
        reads.RunAsync(
            async context =>
            {
                var (found, next) = await BoundedSearch.RunAsync(
                    context.Audit.AsNoTracking(), filter == new AuditFilter() ? null : rows => Select(rows, filter),
                    range, limit, reads.MaxRows, cancellationToken);
                return new AuditSearch([.. found.Select(r => r.ToEntry())], next is { } id ? new OrderedId(id) : null);
            },
            cancellationToken);

    private static IQueryable<AuditRow> Select(IQueryable<AuditRow> rows, AuditFilter filter)
    {
        if (filter.Actor is { } actor)
        {
            // The trail has the name without account numbers.
            var name = FreeText.Masked(actor);
            rows = rows.Where(r => r.ActorId == actor || r.Actor == actor || r.Actor == name);
        }

        if (filter.Action is { } action) rows = rows.Where(r => r.Action == action || r.Action.StartsWith(action + "."));
        if (filter.Subject is { } subject) rows = rows.Where(r => r.Subject == subject);
        if (filter.From?.UtcDateTime is { } from) rows = rows.Where(r => r.At >= from);
        if (filter.To?.UtcDateTime is { } to) rows = rows.Where(r => r.At < to);
        return rows;
    }
}
