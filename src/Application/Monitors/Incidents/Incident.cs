using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Figures;
using Dashboard.Application.Monitors.Recent;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Monitors.Incidents;

/// <summary>One incident while it goes on, and after it. Not thread-safe.</summary>
internal sealed class Incident(OrderedId id, Measure measure, Slice slice, long began, DateTimeOffset noticedAt, double usualShare)
{
    private readonly Dictionary<string, Int128> _minorUnits = new(StringComparer.Ordinal);

    // Seconds of the incident that are counted.
    private long _counted;

    public Measure Measure => measure;

    public Slice Slice => slice;

    /// <summary>Seconds since 1970.</summary>
    public long Began => began;

    public double UsualShare => usualShare;

    public long Payments { get; private set; }

    public long Bad { get; private set; }

    public TransactionId? FirstBad { get; private set; }

    public TransactionId? NewestBad { get; private set; }

    public ExplainReport? Explanation { get; set; }

    /// <summary>Of a silence: payments of a usual second.</summary>
    public double UsualPerSecond { get; init; }

    /// <summary>The second from which on its figures are usual; null while they are not.</summary>
    public long? QuietSince { get; set; }

    /// <summary>The second in which it ended; null while it is open.</summary>
    public long? Ended { get; set; }

    /// <summary>The bad payments that its alert has counted.</summary>
    public long Fired { get; set; }

    public long FiredAt { get; set; }

    public bool IsOpen => Ended is null;

    /// <summary>Counts the payments of the subject up to a second, each once.</summary>
    /// <param name="recent">The newest payments.</param>
    /// <param name="to">Not included.</param>
    public void CountUpTo(RecentPayments recent, long to)
    {
        if (to <= began + _counted || recent.CodesOf(slice) is not { } codes) return;
        foreach (var row in recent.NewestFrom(began + _counted))
        {
            if (recent.SecondAt(row) >= to || !recent.IsIn(row, codes)) continue;
            Payments++;
            if (!recent.IsBad(row, measure)) continue;
            Bad++;
            var paid = recent.IdAt(row);
            if (FirstBad is null || paid < FirstBad) FirstBad = paid;
            if (NewestBad is null || paid > NewestBad) NewestBad = paid;
            var currency = recent.Names(Field.Currency).NameOf(recent.CodeAt(Field.Currency, row));
            _minorUnits[currency] = _minorUnits.GetValueOrDefault(currency) + Math.Abs(recent.MinorUnitsAt(row));
        }

        _counted = to - began;
    }

    /// <summary>Whether its subject is as usual in the newest seconds.</summary>
    public bool IsQuiet(RecentPayments recent, Judge judge, long end)
    {
        var counts = SecondsOf(recent, slice, end - Usual.Judged + 1, end + 1);
        var seen = default(SecondCounts);
        foreach (var second in counts) seen.Add(second);
        return judge.IsUsual(seen.Bad(measure), seen.Payments, usualShare);
    }

    /// <summary>The counts of a slice in consecutive seconds.</summary>
    public static SecondCounts[] SecondsOf(RecentPayments recent, Slice slice, long from, long to)
    {
        var counts = new SecondCounts[to - from];
        if (recent.CodesOf(slice) is not { } codes) return counts;
        foreach (var row in recent.NewestFrom(from))
        {
            if (recent.SecondAt(row) >= to || !recent.IsIn(row, codes)) continue;
            counts[recent.SecondAt(row) - from].Add(recent.CountsOf(row));
        }

        return counts;
    }

    public IncidentDto ToDto() => new()
    {
        Id = id.ToString(),
        Monitor = Wording.RuleOf(measure),
        Measure = measure,
        Subject = Wording.SubjectOf(slice),
        Conditions = slice.Named.ToDictionary(),
        IsOpen = IsOpen,
        Message = Wording.MessageOf(this),
        BeganAt = DateTimeOffset.FromUnixTimeSeconds(began),
        NoticedAt = noticedAt,
        EndedAt = Ended is { } ended ? DateTimeOffset.FromUnixTimeSeconds(ended) : null,
        Payments = Payments,
        Bad = Bad,
        Share = Payments == 0 ? null : (double)Bad / Payments,
        UsualShare = measure == Measure.Silence ? null : usualShare,
        UsualPerSecond = measure == Measure.Silence ? UsualPerSecond : null,
        Amounts =
        [
            .. _minorUnits.OrderBy(m => m.Key, StringComparer.Ordinal)
                .Select(m => new IncidentAmount(m.Key, Money.ToDecimal(m.Value, Currency.FromCode(m.Key)))),
        ],
        Explanation = Explanation,
    };
}
