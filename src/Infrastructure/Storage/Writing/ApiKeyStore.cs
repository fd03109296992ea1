using Dashboard.Application.Audit;
using Dashboard.Application.Auth;
using Dashboard.Domain.Auth;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Access;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>Writes in turn with the writer. Each change and its entry of the audit trail are one transaction.</summary>
internal sealed class ApiKeyStore(
    IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks, AuditAppender audit, TimeProvider clock) : IApiKeyStore
{
    public async Task<IReadOnlyList<ApiKey>> AllAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.ApiKeys.AsNoTracking().OrderByDescending(k => k.Id).ToListAsync(cancellationToken);
        return rows.ConvertAll(k => k.ToKey());
    }

    public Task AddAsync(ApiKey key, AuditEvent entry, CancellationToken cancellationToken) =>
        WriteAsync(
            context =>
            {
                context.Add(ApiKeyRow.From(key));
                return Task.FromResult(true);
            },
            entry, cancellationToken);

    public async Task<ApiKey?> RevokeAsync(KeyId id, DateTimeOffset at, string by, AuditEvent entry, CancellationToken cancellationToken)
    {
        ApiKeyRow? row = null;
        await WriteAsync(
            async context =>
            {
                row = await context.ApiKeys.SingleOrDefaultAsync(k => k.Id == id.Value, cancellationToken);
                if (row is null or { RevokedAt: not null }) return false;
                (row.RevokedAt, row.RevokedBy) = (at.UtcDateTime, by);
                return true;
            },
            entry, cancellationToken);
        return row?.ToKey();
    }

    public async Task SetUsedAsync(IReadOnlyDictionary<KeyId, DateTimeOffset> used, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await locks.AcquireWriteAsync(context, cancellationToken);
        foreach (var (id, at) in used)
        {
            await context.ApiKeys.Where(k => k.Id == id.Value && (k.LastUsedAt == null || k.LastUsedAt < at.UtcDateTime))
                .ExecuteUpdateAsync(k => k.SetProperty(r => r.LastUsedAt, at.UtcDateTime), cancellationToken);
        }
    }

    public async Task<IReadOnlyList<string>> EndedSessionsAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.EndedSessions.Where(s => s.ForgetAt > now).Select(s => s.Id).ToListAsync(cancellationToken);
    }

    public Task EndSessionAsync(string session, DateTimeOffset forgetAt, AuditEvent entry, CancellationToken cancellationToken) =>
        WriteAsync(
            async context =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                await context.EndedSessions.Where(s => s.ForgetAt <= now).ExecuteDeleteAsync(cancellationToken);
                if (await context.EndedSessions.AnyAsync(s => s.Id == session, cancellationToken)) return false;
                context.Add(new EndedSessionRow { Id = session, ForgetAt = forgetAt.UtcDateTime });
                return true;
            },
            entry, cancellationToken);

    // The entry is written only when there is a change.
    private async Task WriteAsync(Func<DashboardDbContext, Task<bool>> change, AuditEvent entry, CancellationToken cancellationToken)
    {
        await using var any = await contexts.CreateDbContextAsync(cancellationToken);
        var isRetry = false;
        await any.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancellation =>
            {
                await using var context = await contexts.CreateDbContextAsync(cancellation);
                using var turn = await locks.AcquireWriteAsync(context, cancellation);
                await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
                if (isRetry && await context.Audit.AnyAsync(r => r.Id == entry.Id.Value, cancellation)) return;
                isRetry = true;
                if (!await change(context)) return;
                await context.SaveChangesAsync(cancellation);
                var last = await audit.AppendAsync(context, [entry], isRetry: false, cancellation);
                await transaction.CommitAsync(cancellation);
                if (last is { } added) audit.Written.Commit(added);
            },
            cancellationToken);
    }
}
