using System.Collections.Concurrent;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Threads for the reads that callers ask for, one read at a time on each.</summary>
/// <remarks>
/// A read of SQLite holds its thread until it ends. On the threads of the pool, reads would hold up acknowledgements, ticks and health
/// checks. The threads yield the CPU to all others. A read that is cancelled ends at once, also within a statement of SQLite.
/// </remarks>
internal sealed class StoreReads : IDisposable
{
    private readonly IDbContextFactory<DashboardDbContext> _contexts;

    // Without a bound of its own: a caller waits for one read at a time, and the API bounds the callers.
    private readonly BlockingCollection<Action> _waiting = [];
    private readonly Thread[] _threads;

    public StoreReads(IDbContextFactory<DashboardDbContext> contexts, IOptions<StorageOptions> options)
    {
        _contexts = contexts;
        MaxRows = options.Value.MaxRowsPerRead;
        _threads = [.. Enumerable.Range(0, options.Value.ReadThreads).Select(_ => new Thread(RunAll) { IsBackground = true, Name = "reads" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>The most rows that one search looks at, matching or not.</summary>
    public int MaxRows { get; }

    /// <summary>Runs a read on one of the threads, after the reads that were asked for before it.</summary>
    public Task<T> RunAsync<T>(Func<DashboardDbContext, Task<T>> read, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(() => Run(read, result, cancellationToken), cancellationToken);
        return result.Task.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        foreach (var thread in _threads) thread.Join();
        _waiting.Dispose();
    }

    private void RunAll()
    {
        ReadPriority.Lower();
        foreach (var read in _waiting.GetConsumingEnumerable()) read();
    }

    private void Run<T>(Func<DashboardDbContext, Task<T>> read, TaskCompletionSource<T> result, CancellationToken cancellationToken)
    {
        try
        {
            // The thread is there to be held. SQL Server answers on other threads meanwhile.
            result.SetResult(ReadAsync(read, cancellationToken).GetAwaiter().GetResult());
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            result.SetCanceled(cancellationToken);
        }
        catch (Exception exception)
        {
            result.SetException(exception);
        }
    }

    private async Task<T> ReadAsync<T>(Func<DashboardDbContext, Task<T>> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        // Opened here and not by each query: the connection then stays that of this read until nothing can interrupt it any more.
        await context.Database.OpenConnectionAsync(cancellationToken);
        await using var interrupt = context.Database.GetDbConnection() is SqliteConnection { Handle: { } handle }
            ? cancellationToken.Register(() => raw.sqlite3_interrupt(handle))
            : default;
        return await read(context);
    }
}
