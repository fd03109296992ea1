using System.Runtime.CompilerServices;
using Dashboard.Application.Metrics;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Reads the transactions that ended in the last hour, to fill the windows at start.</summary>
internal sealed class FinishedTransactions(IDbContextFactory<DashboardDbContext> contexts) : IFinishedTransactions
{
    private const int PageSize = 10_000;

    public async IAsyncEnumerable<TransactionEnd> FinishedSinceAsync(
        DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Page by page: a provider with retries would otherwise hold the whole result in memory first.
        var (from, last) = (since.UtcDateTime, 0L);
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            // Only the columns that are counted: there may be hundreds of thousands of rows, and the first figures wait for them.
            var page = await context.Transactions
                .Where(r => r.CompletedAt >= from && (r.CompletedAt > from || r.Id > last))
                .OrderBy(r => r.CompletedAt).ThenBy(r => r.Id).Take(PageSize)
                .Select(r => new
                {
                    r.Id,
                    r.CompletedAt,
                    r.Status,
                    IsFlagged = r.Flags != null,
                    r.Source,
                    r.AmountMinor,
                    r.Currency,
                    r.ProcessingMs,
                    r.FailureReason,
                })
                .ToListAsync(cancellationToken);
            foreach (var end in page)
            {
                yield return new TransactionEnd(
                    end.CompletedAt!.Value, end.Status == TransactionStatus.Failed, end.IsFlagged, end.Source,
                    Money.FromMinorUnits(end.AmountMinor, Currency.FromCode(end.Currency)),
                    TimeSpan.FromMilliseconds(end.ProcessingMs!.Value))
                {
                    FailureReason = end.FailureReason,
                };
            }

            if (page.Count < PageSize) yield break;
            (from, last) = (page[^1].CompletedAt!.Value, page[^1].Id);
        }
    }
}
