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
        var stored = context.States.Where(s => s.Name == name);
        if (await UpdateAsync() > 0) return;
        context.Add(new StateRow { Name = name, Value = value });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (StoreErrors.IsBadRow(exception))
        {
            // Another program that starts at the same time has added the name.
            if (await UpdateAsync() == 0) throw;
        }

        Task<int> UpdateAsync() => stored.ExecuteUpdateAsync(s => s.SetProperty(r => r.Value, value), cancellationToken);
    }
}
