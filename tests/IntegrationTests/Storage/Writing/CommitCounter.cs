using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>Counts the commits of the contexts that it is added to.</summary>
internal sealed class CommitCounter : DbTransactionInterceptor
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Reset() => _count = 0;

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _count);
        return Task.CompletedTask;
    }
}
