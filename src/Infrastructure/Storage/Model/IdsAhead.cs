using System.Collections.Immutable;
using Dashboard.Domain.Transactions;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>
/// Where the ids are whose time is ahead of the receipt, because a clock was ahead before. For all other ids a range of times is a range of
/// keys (docs/adr/0026).
/// </summary>
/// <remarks>Such ids rise by one each, so those of days lie within seconds of id time: few spans hold all of them.</remarks>
internal sealed class IdsAhead
{
    private const long IdsPerHour = (long)60 * 60 * 1_000 << 20;

    private readonly Lock _lock = new();
    private volatile Spans _spans = new([]);

    /// <summary>Reads the stored spans; called once at start. Nearly always there is nothing to read.</summary>
    public async Task LoadAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        var stored = await context.Transactions.Where(r => r.ReceivedAt != null).GroupBy(r => r.Id / IdsPerHour)
            .Select(hour => new Span(hour.Key, hour.Max(r => r.Id), hour.Min(r => r.ReceivedAt)!.Value)).ToListAsync(cancellationToken);
        lock (_lock) _spans = new([.. stored]);
    }

    /// <summary>Notes rows before they are committed, so that no reader sees a row that is in no span.</summary>
    public void Note(IEnumerable<TransactionRow> rows)
    {
        foreach (var hour in rows.Where(r => r.ReceivedAt is not null).GroupBy(r => r.Id / IdsPerHour))
            Put(new Span(hour.Key, hour.Max(r => r.Id), hour.Min(r => r.ReceivedAt)!.Value));
    }

    /// <summary>The highest id of a row that may have been received before a time, although its id is of that time or later.</summary>
    public long? LastReceivedBefore(DateTimeOffset time)
    {
        var first = TransactionId.FirstAt(time).Value;
        long? last = null;
        foreach (var span in _spans.All)
            if (span.LastId >= first && span.EarliestReceipt < time.UtcDateTime) last = Math.Max(last ?? 0, span.LastId);
        return last;
    }

    private void Put(Span span)
    {
        lock (_lock)
        {
            var all = _spans.All;
            var place = all.FindIndex(s => s.Hour == span.Hour);
            _spans = new(place < 0
                ? all.Add(span)
                : all.SetItem(place, new Span(
                    span.Hour, Math.Max(span.LastId, all[place].LastId),
                    span.EarliestReceipt < all[place].EarliestReceipt ? span.EarliestReceipt : all[place].EarliestReceipt)));
        }
    }

    private readonly record struct Span(long Hour, long LastId, DateTime EarliestReceipt);

    private sealed record Spans(ImmutableList<Span> All);
}
