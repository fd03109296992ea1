using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Upkeep;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>Who waits for whom in this process; the database has the last word.</summary>
internal sealed class StoreLocks : IDisposable
{
    private readonly AsyncLock _write = new();

    /// <summary>Held while rows are removed, and while they are counted: what goes in the middle of a count is neither among the rows nor the removed.</summary>
    public AsyncLock Removal { get; } = new();

    /// <summary>Held for a write transaction; null where the database locks rows and not the whole file.</summary>
    /// <remarks>Whoever finds the file of SQLite locked sleeps 150 ms before it looks again. Here it goes on as soon as the other has committed.</remarks>
    public async Task<IDisposable?> WriteAsync(DashboardDbContext context, CancellationToken cancellationToken) =>
        context.Database.IsSqlite() ? await _write.AcquireAsync(cancellationToken) : null;

    public void Dispose()
    {
        _write.Dispose();
        Removal.Dispose();
    }
}

/// <summary>A lock that is waited for without holding a thread. Not reentrant.</summary>
internal sealed class AsyncLock : IDisposable
{
    private readonly SemaphoreSlim _free = new(1, 1);

    /// <summary>The lock is held until the result is disposed, once.</summary>
    public async Task<IDisposable> AcquireAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Holder(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Holder(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
