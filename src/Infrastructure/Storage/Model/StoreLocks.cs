using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>Locks of this process around work in the store. They save waiting; the database itself keeps the data correct.</summary>
internal sealed class StoreLocks : IDisposable
{
    private readonly AsyncLock _write = new();

    /// <summary>
    /// Held while rows are removed and while they are counted: a row removed during a count would be neither among the rows nor among the
    /// removed ones.
    /// </summary>
    public AsyncLock Removal { get; } = new();

    /// <summary>Held for a write transaction. Null where the database locks rows and not the whole file.</summary>
    /// <remarks>
    /// A connection that finds the file of SQLite locked sleeps 150 ms before it tries again. With this lock it continues as soon as
    /// the other write has committed.
    /// </remarks>
    public async Task<IDisposable?> AcquireWriteAsync(DashboardDbContext context, CancellationToken cancellationToken) =>
        context.Database.IsSqlite() ? await _write.AcquireAsync(cancellationToken) : null;

    public void Dispose()
    {
        _write.Dispose();
        Removal.Dispose();
    }
}

/// <summary>A lock whose waiters hold no thread. Not reentrant.</summary>
internal sealed class AsyncLock : IDisposable
{
    private readonly SemaphoreSlim _free = new(1, 1);

    /// <summary>Takes the lock until the result is disposed. Dispose it once.</summary>
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
