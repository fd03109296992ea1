using System.Linq.Expressions;
using Dashboard.Application.History;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>History queries. A page is read down the key from the cursor, without offsets and counts.</summary>
internal sealed class TransactionHistory(StoreReads reads, IdsAhead idsAhead) : ITransactionHistory
{
    private static readonly (int Exponent, decimal Scale, string[] Codes)[] UnusualExponents =
    [
        (0, 1m, [.. Currency.CodesWithExponent(0)]),
        (3, 1_000m, [.. Currency.CodesWithExponent(3)]),
        (4, 10_000m, [.. Currency.CodesWithExponent(4)]),
    ];

    private static readonly string[] UnusualCodes = [.. UnusualExponents.SelectMany(e => e.Codes)];
    private static readonly TransactionStatus[] Unfinished = [TransactionStatus.Pending, TransactionStatus.Processing];

    public Task<IReadOnlyList<Transaction>> PageAsync(
        TransactionFilter filter, TransactionId? before, int limit, CancellationToken cancellationToken) =>
        reads.RunAsync<IReadOnlyList<Transaction>>(
            async context =>
            {
                var rows = Select(RangeOf(filter, before).Of(context.Transactions.AsNoTracking()), filter);
                var page = await rows.OrderByDescending(r => r.Id).Take(limit).ToListAsync(cancellationToken);
                return [.. page.Select(r => r.ToTransaction())];
            },
            cancellationToken);

    public Task<HistorySearch> SearchAsync(
        TransactionFilter filter, TransactionId? before, int limit, CancellationToken cancellationToken) =>
        reads.RunAsync(
            async context =>
            {
                var indexed = IndexedPart(filter);
                var (found, next) = await BoundedSearch.RunAsync(
                    Select(context.Transactions.AsNoTracking(), indexed),
                    indexed == WithoutTimes(filter) && !NeedsTimes(filter) ? null : rows => Select(rows, filter),
                    RangeOf(filter, before), limit, reads.MaxRows, cancellationToken);
                return new HistorySearch([.. found.Select(r => r.ToTransaction())], next is { } id ? new TransactionId(id) : null);
            },
            cancellationToken);

    public Task<SortedHistory> SortByCreationAsync(
        TransactionFilter filter, CreationCursor? after, int limit, CancellationToken cancellationToken) =>
        reads.RunAsync(
            async context =>
            {
                var (found, next) = await CreationOrder.PageAsync(
                    Select(context.Transactions.AsNoTracking(), IndexedPart(filter)), rows => Select(rows, filter),
                    RangeOf(filter), after, limit, reads.MaxRows, cancellationToken);
                return new SortedHistory([.. found.Select(r => r.ToTransaction())], next);
            },
            cancellationToken);

    public Task<HistoryCount> CountAsync(TransactionFilter filter, CancellationToken cancellationToken) => reads.RunAsync(
        async context =>
        {
            var rows = Select(RangeOf(filter).Of(context.Transactions.AsNoTracking()), filter);
            // Three reads, so that none blocks the store for long. In this order a transaction that arrives or ends in between counts as
            // "other".
            var failed = await rows.LongCountAsync(r => r.Status == TransactionStatus.Failed, cancellationToken);
            var flagged = await rows.LongCountAsync(r => r.Flags != null && r.Status != TransactionStatus.Failed, cancellationToken);
            return new HistoryCount(await rows.LongCountAsync(cancellationToken), failed, flagged);
        },
        cancellationToken);

    public Task<DateTimeOffset?> FindScanStartAsync(TransactionFilter filter, int maxRows, CancellationToken cancellationToken) =>
        reads.RunAsync<DateTimeOffset?>(
            async context =>
            {
                var indexed = Select(RangeOf(filter).Of(context.Transactions.AsNoTracking()), IndexedPart(filter));
                var last = await indexed.OrderByDescending(r => r.Id).Skip(maxRows).Select(r => new { r.Id, r.ReceivedAt })
                    .FirstOrDefaultAsync(cancellationToken);
                if (last is null) return null;
                return last.ReceivedAt is { } received ? new DateTimeOffset(received) : new TransactionId(last.Id).Time;
            },
            cancellationToken);

    // The time of receipt is the upper part of the key, so a range of times is a range of keys. Where ids are ahead of the receipt, a row
    // never lies below its range, but may lie above it: there its own column decides as well.
    private KeyRange RangeOf(TransactionFilter filter, TransactionId? before = null)
    {
        long? end = filter.To is { } to ? idsAhead.LastReceivedBefore(to) + 1 ?? TransactionId.FirstAt(to).Value : null;
        if (before is { } cursor && !(end <= cursor.Value)) end = cursor.Value;
        return new KeyRange(filter.From is { } from ? TransactionId.FirstAt(from).Value : null, end);
    }

    // The range of keys does not answer the times of the filter alone.
    private bool NeedsTimes(TransactionFilter filter) =>
        (filter.From is { } from && idsAhead.LastReceivedBefore(from) is not null)
        || (filter.To is { } to && idsAhead.LastReceivedBefore(to) is not null);

    private static TransactionFilter WithoutTimes(TransactionFilter filter) => filter with { From = null, To = null };

    // The part of a filter that an index answers, without the times. The rows it selects are then read one by one.
    private static TransactionFilter IndexedPart(TransactionFilter filter)
    {
        if (filter.Reference is not null) return new() { Reference = filter.Reference, Source = filter.Source };
        if (filter.Account is not null) return new() { Account = filter.Account };
        if (filter.Statuses is { } statuses)
        {
            if (statuses.All(s => s == TransactionStatus.Failed)) return new() { Statuses = statuses };
            if (statuses.All(s => s < TransactionStatus.Completed))
                return new() { Statuses = statuses.Distinct().Count() == Unfinished.Length ? statuses : Unfinished };
        }

        return filter.Flagged == true ? new() { Flagged = true } : new();
    }

    private IQueryable<TransactionRow> Select(IQueryable<TransactionRow> rows, TransactionFilter filter)
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

        if (filter.From is { } from) rows = ReceivedFrom(rows, from);
        if (filter.To is { } to) rows = ReceivedBefore(rows, to);
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

    private IQueryable<TransactionRow> ReceivedFrom(IQueryable<TransactionRow> rows, DateTimeOffset from)
    {
        var time = from.UtcDateTime;
        return idsAhead.LastReceivedBefore(from) is null ? rows : rows.Where(r => r.ReceivedAt == null || r.ReceivedAt >= time);
    }

    private IQueryable<TransactionRow> ReceivedBefore(IQueryable<TransactionRow> rows, DateTimeOffset to)
    {
        var (end, time) = (TransactionId.FirstAt(to).Value, to.UtcDateTime);
        return idsAhead.LastReceivedBefore(to) is null
            ? rows
            : rows.Where(r => (r.ReceivedAt == null && r.Id < end) || r.ReceivedAt < time);
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
