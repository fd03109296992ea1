using Dashboard.Application.Audit;
using Dashboard.Application.Rules.Labels;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Rules;
using Dashboard.Infrastructure.Storage.Reading;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Writing.Rules;

/// <summary>Keeps labels. It writes in turn with the writer; labels and their entry of the audit trail are one transaction.</summary>
internal sealed class LabelStore(
    IDbContextFactory<DashboardDbContext> contexts, StoreReads reads, StoreLocks locks, AuditAppender audit) : ILabelStore
{
    private const int KeysPerQuery = 500;

    // Ids of one hour: milliseconds, and 20 bits below them.
    private const long IdsPerHour = 3_600_000L << 20;

    public async Task SaveAsync(IReadOnlyList<TransactionLabel> labels, AuditEvent entry, CancellationToken cancellationToken)
    {
        await using var any = await contexts.CreateDbContextAsync(cancellationToken);
        await any.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancellation =>
            {
                await using var context = await contexts.CreateDbContextAsync(cancellation);
                using var turn = await locks.AcquireWriteAsync(context, cancellation);
                await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
                if (await context.Audit.AnyAsync(r => r.Id == entry.Id.Value, cancellation)) return;
                foreach (var chunk in labels.Chunk(KeysPerQuery)) await WriteAsync(context, chunk, cancellation);
                var last = await audit.AppendAsync(context, [entry], isRetry: false, cancellation);
                await transaction.CommitAsync(cancellation);
                if (last is { } added) audit.Written.Commit(added);
            },
            cancellationToken);
    }

    public async Task<TransactionLabel?> FindAsync(TransactionId id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Set<LabelRow>().AsNoTracking().SingleOrDefaultAsync(l => l.TransactionId == id.Value, cancellationToken);
        return row is null ? null : new TransactionLabel(
            id, row.Label, row.IsFromFile, new RuleAuthor(row.ById, row.ByName), row.Note, new DateTimeOffset(row.At));
    }

    public async Task<IReadOnlyList<(string Reference, TransactionId Id)>> ByReferenceAsync(
        string? source, IReadOnlyCollection<string> references, CancellationToken cancellationToken)
    {
        var found = new List<(string, TransactionId)>();
        foreach (var chunk in references.Chunk(KeysPerQuery))
        {
            found.AddRange(await reads.RunAsync(
                async context =>
                {
                    var rows = context.Transactions.Where(r => r.Reference != null && chunk.Contains(r.Reference));
                    if (source is not null) rows = rows.Where(r => r.Source == source);
                    var pairs = await rows.Select(r => new { r.Reference, r.Id }).ToListAsync(cancellationToken);
                    return pairs.ConvertAll(p => (p.Reference!, new TransactionId(p.Id)));
                },
                cancellationToken));
        }

        return found;
    }

    public async Task<IReadOnlySet<TransactionId>> StoredAsync(
        IReadOnlyCollection<TransactionId> ids, CancellationToken cancellationToken)
    {
        var stored = new HashSet<TransactionId>();
        foreach (var chunk in ids.Select(i => i.Value).Chunk(KeysPerQuery))
        {
            stored.UnionWith(await reads.RunAsync(
                async context =>
                {
                    var found = context.Transactions.Where(r => chunk.Contains(r.Id)).Select(r => r.Id);
                    return (await found.ToListAsync(cancellationToken)).ConvertAll(id => new TransactionId(id));
                },
                cancellationToken));
        }

        return stored;
    }

    public Task<IReadOnlyDictionary<long, FraudLabel>> RangeAsync(long first, long before, CancellationToken cancellationToken) =>
        reads.RunAsync<IReadOnlyDictionary<long, FraudLabel>>(
            async context => await context.Set<LabelRow>().Where(l => l.TransactionId >= first && l.TransactionId < before)
                .Select(l => new { l.TransactionId, l.Label }).ToDictionaryAsync(l => l.TransactionId, l => l.Label, cancellationToken),
            cancellationToken);

    public Task<IReadOnlyList<LabelledDecisions>> CountAsync(CancellationToken cancellationToken) =>
        reads.RunAsync<IReadOnlyList<LabelledDecisions>>(
            async context =>
            {
                var all = await context.Set<DecisionRow>().GroupBy(d => new { d.Rule, d.Version })
                    .Select(g => new { g.Key.Rule, g.Key.Version, Count = g.LongCount() }).ToListAsync(cancellationToken);
                var labelled = await (
                    from label in context.Set<LabelRow>()
                    join decision in context.Set<DecisionRow>() on label.TransactionId equals decision.TransactionId
                    group label by new { decision.Rule, decision.Version, label.Label } into same
                    select new { same.Key.Rule, same.Key.Version, same.Key.Label, Count = same.LongCount() })
                    .ToListAsync(cancellationToken);
                var counts = labelled.ConvertAll(l => new LabelledDecisions(l.Rule, l.Version, l.Label, l.Count));
                counts.AddRange(all.Select(a => new LabelledDecisions(
                    a.Rule, a.Version, null, a.Count - labelled.Where(l => l.Rule == a.Rule && l.Version == a.Version).Sum(l => l.Count))));
                return counts;
            },
            cancellationToken);

    public Task<IReadOnlyList<(string Rule, int Version, DateTimeOffset Hour, long Count)>> PerHourAsync(
        DateTimeOffset since, CancellationToken cancellationToken)
    {
        var first = TransactionId.FirstAt(since).Value;
        return reads.RunAsync<IReadOnlyList<(string Rule, int Version, DateTimeOffset Hour, long Count)>>(
            async context =>
            {
                var hours = await context.Set<DecisionRow>().Where(d => d.TransactionId >= first)
                    .GroupBy(d => new { d.Rule, d.Version, Hour = d.TransactionId / IdsPerHour })
                    .Select(g => new { g.Key.Rule, g.Key.Version, g.Key.Hour, Count = g.LongCount() }).ToListAsync(cancellationToken);
                return hours.ConvertAll(h => (h.Rule, h.Version, new TransactionId(h.Hour * IdsPerHour).Time, h.Count));
            },
            cancellationToken);
    }

    private static async Task WriteAsync(DashboardDbContext context, TransactionLabel[] labels, CancellationToken cancellationToken)
    {
        var ids = labels.Select(l => l.Id.Value).ToArray();
        var known = (await context.Set<LabelRow>().Where(l => ids.Contains(l.TransactionId)).Select(l => l.TransactionId)
            .ToListAsync(cancellationToken)).ToHashSet();
        foreach (var label in labels)
        {
            context.Entry(new LabelRow
            {
                TransactionId = label.Id.Value,
                Label = label.Label,
                IsFromFile = label.IsFromFile,
                ById = label.By.Id,
                ByName = label.By.Name,
                Note = label.Note,
                At = label.At.UtcDateTime,
            }).State = known.Contains(label.Id.Value) ? EntityState.Modified : EntityState.Added;
        }

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }
}
