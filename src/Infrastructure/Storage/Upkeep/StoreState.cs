using Dashboard.Application.Storage;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>Writes in turn with the writer, for the few things that change rarely.</summary>
internal sealed class StoreState(IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks) : IStoreState
{
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.States.Where(s => s.Name == name).Select(s => s.Value).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task SetAsync(string name, string value, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await locks.AcquireWriteAsync(context, cancellationToken);
        if (await context.States.FindAsync([name], cancellationToken) is { } known) known.Value = value;
        else context.Add(new StateRow { Name = name, Value = value });
        await context.SaveChangesAsync(cancellationToken);
    }
}
