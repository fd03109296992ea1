using System.Linq.Expressions;
using Dashboard.Application.History;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>History queries. A page is read down the key from the cursor, without offsets and counts.</summary>
internal sealed class TransactionHistory(IDbContextFactory<DashboardDbContext> contexts) : ITransactionHistory
{
    private static readonly (int Exponent, decimal Scale, string[] Codes)[] UnusualExponents =
    [
        (0, 1m, [.. Currency.CodesWithExponent(0)]),
        (3, 1_000m, [.. Currency.CodesWithExponent(3)]),
        (4, 10_000m, [.. Currency.CodesWithExponent(4)]),
    ];

    private static readonly string[] UnusualCodes = [.. UnusualExponents.SelectMany(e => e.Codes)];

    public async Task<IReadOnlyList<Transaction>> PageAsync(
        TransactionFilter filter, TransactionId? before, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // Only one upper bound: with two, SQLite starts at one of them and reads every row down to the other.
        var isPastEnd = before is { } reached && filter.To is { } to && reached >= TransactionId.FirstAt(to);
        var rows = Select(context.Transactions.AsNoTracking(), before is null || isPastEnd ? filter : filter with { To = null });
        if (before is { } cursor && !isPastEnd) rows = rows.Where(r => r.Id < cursor.Value);
        var page = await rows.OrderByDescending(r => r.Id).Take(limit).ToListAsync(cancellationToken);
        return [.. page.Select(r => r.ToTransaction())];
    }

    public async Task<HistoryCount> CountAsync(TransactionFilter filter, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Select(context.Transactions.AsNoTracking(), filter);
        // Three reads, so that none blocks the store for long. In this order a transaction that arrives or ends in between counts as
        // "other".
        var failed = await rows.LongCountAsync(r => r.Status == TransactionStatus.Failed, cancellationToken);
        var flagged = await rows.LongCountAsync(r => r.Flags != null && r.Status != TransactionStatus.Failed, cancellationToken);
        return new HistoryCount(await rows.LongCountAsync(cancellationToken), failed, flagged);
    }

    public async Task<DateTimeOffset?> FindScanStartAsync(TransactionFilter filter, int maxRows, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await Select(context.Transactions.AsNoTracking(), IndexedPart(filter)).OrderByDescending(r => r.Id).Skip(maxRows)
            .Select(r => (long?)r.Id).FirstOrDefaultAsync(cancellationToken);
        return last is { } id ? new TransactionId(id).Time : null;
    }

    // The part of a filter that an index answers. The rows it selects are then read one by one.
    private static TransactionFilter IndexedPart(TransactionFilter filter)
    {
        var times = new TransactionFilter { From = filter.From, To = filter.To };
        if (filter.Reference is not null) return filter;
        if (filter.Account is not null) return times with { Account = filter.Account };
        if (filter.Statuses is { } statuses && HasIndex(statuses)) return times with { Statuses = statuses };
        return filter.Flagged == true ? times with { Flagged = true } : times;
    }

    private static bool HasIndex(IReadOnlyList<TransactionStatus> statuses) =>
        statuses.All(s => s == TransactionStatus.Failed) || statuses.All(s => s < TransactionStatus.Completed);

    private static IQueryable<TransactionRow> Select(IQueryable<TransactionRow> rows, TransactionFilter filter)
    {
        if (filter.Statuses is { } statuses)
        {
            // As constants, with the condition of the index beside them: the database uses a partial index only for a query that
            // repeats its filter.
            rows = rows.Where(r => EF.Constant(statuses).Contains(r.Status));
            if (statuses.All(s => s < TransactionStatus.Completed)) rows = rows.Where(r => r.Status < TransactionStatus.Completed);
            if (statuses.All(s => s == TransactionStatus.Failed)) rows = rows.Where(r => r.Status == TransactionStatus.Failed);
        }

        if (filter.Source is { } source) rows = rows.Where(r => r.Source == source);
        if (filter.Account is { } account) rows = rows.Where(r => r.Account == account);
        if (filter.Counterparty is { } counterparty) rows = rows.Where(r => r.Counterparty == counterparty);
        if (filter.Reference is { } reference) rows = rows.Where(r => r.Reference == reference);
        if (filter.Currency is { } currency) rows = rows.Where(r => r.Currency == currency);
        if (filter.Flagged is { } flagged) rows = flagged ? rows.Where(r => r.Flags != null) : rows.Where(r => r.Flags == null);

        if (filter.Flag is { } flag) rows = rows.Where(r => ("," + r.Flags + ",").Contains("," + flag + ","));
        if (filter.FailureReason is { } reason) rows = rows.Where(r => r.FailureReason == reason);

        // The time of receipt is the upper part of the key, so a range of times is a range of keys.
        if (filter.From is { } from)
        {
            var first = TransactionId.FirstAt(from).Value;
            rows = rows.Where(r => r.Id >= first);
        }

        if (filter.To is { } to)
        {
            var end = TransactionId.FirstAt(to).Value;
            rows = rows.Where(r => r.Id < end);
        }

        if (filter.CreatedFrom is { } createdFrom)
        {
            var earliest = createdFrom.UtcDateTime;
            rows = rows.Where(r => r.CreatedAt >= earliest);
        }

        if (filter.CreatedTo is { } createdTo)
        {
            var end = createdTo.UtcDateTime;
            rows = rows.Where(r => r.CreatedAt < end);
        }

        if (filter.MinAmount is { } min)
            rows = rows.Where(AmountWithin(filter.Currency, scale => Bound(min, scale, decimal.Ceiling), atLeast: true));
        if (filter.MaxAmount is { } max)
            rows = rows.Where(AmountWithin(filter.Currency, scale => Bound(max, scale, decimal.Floor), atLeast: false));
        return rows;
    }

    // Amounts are stored in minor units, so the bound is a different number for each exponent. A filter with a currency needs one of them.
    private static Expression<Func<TransactionRow, bool>> AmountWithin(string? currency, Func<decimal, long> bound, bool atLeast)
    {
        if (currency is not null)
        {
            var only = bound(UnusualExponents.Where(e => e.Codes.Contains(currency)).Select(e => e.Scale).SingleOrDefault(100m));
            return atLeast ? r => r.AmountMinor >= only : r => r.AmountMinor <= only;
        }

        var usual = bound(100m);
        var (none, three, four) = (bound(1m), bound(1_000m), bound(10_000m));
        var (noneCodes, threeCodes, fourCodes) = (UnusualExponents[0].Codes, UnusualExponents[1].Codes, UnusualExponents[2].Codes);
        return atLeast
            ? r => (r.AmountMinor >= usual && !UnusualCodes.Contains(r.Currency))
                || (r.AmountMinor >= none && noneCodes.Contains(r.Currency))
                || (r.AmountMinor >= three && threeCodes.Contains(r.Currency))
                || (r.AmountMinor >= four && fourCodes.Contains(r.Currency))
            : r => (r.AmountMinor <= usual && !UnusualCodes.Contains(r.Currency))
                || (r.AmountMinor <= none && noneCodes.Contains(r.Currency))
                || (r.AmountMinor <= three && threeCodes.Contains(r.Currency))
                || (r.AmountMinor <= four && fourCodes.Contains(r.Currency));
    }

    private static long Bound(decimal amount, decimal scale, Func<decimal, decimal> round)
    {
        var limit = (decimal)Money.MaxMinorUnits + 1;
        var clamped = Math.Clamp(amount, -limit, limit);
        return (long)Math.Clamp(round(clamped * scale), -limit, limit);
    }
}
