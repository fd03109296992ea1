using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Rules;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Rules;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Writing.Rules;

/// <summary>Keeps the rules. It writes in turn with the writer. A change, its line in the history and its entry of the audit trail are one
/// transaction.</summary>
internal sealed class RuleStore(IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks, AuditAppender audit) : IRuleStore
{
    public async Task<IReadOnlyList<StoredRule>> AllAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rules = await context.Set<RuleRow>().AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancellationToken);
        var versions = await context.Set<RuleVersionRow>().AsNoTracking()
            .Where(v => v.State != RuleState.Retired && v.State != RuleState.Draft
                || context.Set<RuleRow>().Any(r => r.Name == v.Rule && r.Latest == v.Number))
            .OrderBy(v => v.Number).ToListAsync(cancellationToken);
        var byRule = versions.ToLookup(v => v.Rule, v => v.ToVersion(), StringComparer.Ordinal);
        return rules.ConvertAll(r => new StoredRule(r.Name, r.Revision, [.. byRule[r.Name]]));
    }

    public async Task<StoredRule?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Set<RuleRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Name == name, cancellationToken) is not { } rule)
            return null;
        var versions = await context.Set<RuleVersionRow>().AsNoTracking().Where(v => v.Rule == name).OrderBy(v => v.Number)
            .ToListAsync(cancellationToken);
        return new StoredRule(name, rule.Revision, versions.ConvertAll(v => v.ToVersion()));
    }

    public async Task<IReadOnlyList<RuleChange>> ChangesAsync(string name, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Set<RuleChangeRow>().AsNoTracking().Where(c => c.Rule == name).OrderByDescending(c => c.Id).Take(limit)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(c => c.ToChange());
    }

    public async Task<long> CountChangesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // Each change raises the revision of its rule by one.
        return await context.Set<RuleRow>().SumAsync(r => (long)r.Revision, cancellationToken);
    }

    public async Task<bool> SaveAsync(RuleEdit edit, CancellationToken cancellationToken)
    {
        try
        {
            return await SaveInTurnAsync(edit, cancellationToken);
        }
        catch (DbUpdateException exception) when (StoreErrors.IsBadRow(exception))
        {
            // Another program has made the same rule or version in between.
            return false;
        }
    }

    private async Task<bool> SaveInTurnAsync(RuleEdit edit, CancellationToken cancellationToken)
    {
        await using var any = await contexts.CreateDbContextAsync(cancellationToken);
        var isRetry = false;
        return await any.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancellation =>
            {
                await using var context = await contexts.CreateDbContextAsync(cancellation);
                using var turn = await locks.AcquireWriteAsync(context, cancellation);
                await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
                var first = edit.Changes[0].Id.Value;
                if (isRetry && await context.Set<RuleChangeRow>().AnyAsync(r => r.Id == first, cancellation)) return true;
                isRetry = true;
                if (!await WriteAsync(context, edit, cancellation)) return false;
                await context.SaveChangesAsync(cancellation);
                context.ChangeTracker.Clear();
                var last = await audit.AppendAsync(context, edit.Entry is null ? [] : [edit.Entry], isRetry: false, cancellation);
                await transaction.CommitAsync(cancellation);
                if (last is { } added) audit.Written.Commit(added);
                return true;
            },
            cancellationToken);
    }

    // Another node may change the same rule: the revision decides, inside the transaction.
    private static async Task<bool> WriteAsync(DashboardDbContext context, RuleEdit edit, CancellationToken cancellationToken)
    {
        var (name, seen, latest) = (edit.Before.Name, edit.Before.Revision, edit.After.Latest.Number);
        if (seen == 0)
        {
            if (await context.Set<RuleRow>().AnyAsync(r => r.Name == name, cancellationToken)) return false;
            context.Add(new RuleRow { Name = name, Revision = 1, Latest = latest });
        }
        else if (await context.Set<RuleRow>().Where(r => r.Name == name && r.Revision == seen)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.Revision, seen + 1).SetProperty(x => x.Latest, latest), cancellationToken) == 0)
        {
            return false;
        }

        foreach (var version in edit.Versions)
            context.Entry(RuleVersionRow.From(version)).State =
                edit.Before.Find(version.Number) is null ? EntityState.Added : EntityState.Modified;
        context.AddRange(edit.Changes.Select(RuleChangeRow.Of));
        return true;
    }
}
