using System.Runtime.CompilerServices;
using Dashboard.Application.Metrics;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>What a start needs from the store.</summary>
internal sealed class StartupReader(IDbContextFactory<DashboardDbContext> contexts) : IStartupReader
{
    // Small enough that no read holds the store for long, large enough to be quick.
    private const int PageSize = 1_000;
    private const int EndsPageSize = 10_000;

    public async Task<TransactionId?> HighestIdAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var transaction = await context.Transactions.MaxAsync(r => (long?)r.Id, cancellationToken);
        var alert = await context.Alerts.MaxAsync(r => (long?)r.Id, cancellationToken);
        var run = await context.Runs.MaxAsync(r => (long?)r.Id, cancellationToken);
        // What is removed is not made again, also when the clock was set back meanwhile.
        var removed = await context.Removals.MaxAsync(r => (long?)r.UpTo, cancellationToken);
        var highest = new[] { transaction, alert, run, removed }.Max();
        return highest is { } id ? new TransactionId(id) : null;
    }

    public async IAsyncEnumerable<Transaction> UnfinishedAsync(
        TransactionId after, TransactionId upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = after.Value;
        while (true)
        {
            List<TransactionRow> page;
            await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
            {
                page = await context.Transactions.AsNoTracking()
                    .Where(r => r.Status < TransactionStatus.Completed && r.Id > last && r.Id <= upTo.Value)
                    .OrderBy(r => r.Id).Take(PageSize).ToListAsync(cancellationToken);
            }

            foreach (var row in page) yield return row.ToTransaction();
            if (page.Count < PageSize) yield break;
            last = page[^1].Id;
        }
    }

    public async IAsyncEnumerable<Sample> FinishedSinceAsync(
        DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Page by page: a provider that tries again would otherwise hold all of it in memory first.
        var (from, last) = (since.UtcDateTime, 0L);
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            // The columns that are counted, and no more: there may be hundreds of thousands, and the first figures wait for them.
            var page = await context.Transactions
                .Where(r => r.CompletedAt >= from && (r.CompletedAt > from || r.Id > last))
                .OrderBy(r => r.CompletedAt).ThenBy(r => r.Id).Take(EndsPageSize)
                .Select(r => new { r.Id, r.CompletedAt, r.Status, IsFlagged = r.Flags != null, r.Source, r.AmountMinor, r.Currency, r.ProcessingMs })
                .ToListAsync(cancellationToken);
            foreach (var end in page)
            {
                yield return new Sample(
                    end.CompletedAt!.Value, end.Status == TransactionStatus.Failed, end.IsFlagged, end.Source,
                    Money.FromMinorUnits(end.AmountMinor, Currency.FromCode(end.Currency)), TimeSpan.FromMilliseconds(end.ProcessingMs!.Value));
            }

            if (page.Count < EndsPageSize) yield break;
            (from, last) = (page[^1].CompletedAt!.Value, page[^1].Id);
        }
    }

    public async Task<IReadOnlyList<Transaction>> NewestAsync(int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Transactions.AsNoTracking().OrderByDescending(r => r.Id).Take(count).ToListAsync(cancellationToken);
        return [.. rows.Select(r => r.ToTransaction())];
    }

    public async Task<IReadOnlyList<Alert>> UnresolvedAlertsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Alerts.AsNoTracking().Where(r => r.Status != AlertStatus.Resolved).ToListAsync(cancellationToken);
        return [.. rows.Select(r => r.ToAlert())];
    }
}
