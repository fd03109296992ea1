using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Figures;
using Dashboard.Application.Monitors.Recent;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Monitors.Incidents;

/// <summary>One incident while it goes on, and after it. Each payment is counted when it comes. Not thread-safe.</summary>
/// <param name="monitor">The version that opened it.</param>
/// <param name="usualShare">What it is compared with: the usual share, or the limit.</param>
internal sealed class Incident(OrderedId id, MonitorVersion monitor, Slice slice, long began, DateTimeOffset noticedAt, double usualShare)
{
    private readonly Dictionary<string, Int128> _minorUnits = new(StringComparer.Ordinal);

    // Dropped at its end.
    private SliceFigures? _figures;

    public MonitorVersion Monitor => monitor;

    public Measure Measure => monitor.Content.Measure;

    public Slice Slice => slice;

    /// <summary>Seconds since 1970.</summary>
    public long Began => began;

    public DateTimeOffset NoticedAt => noticedAt;

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
    public long? Ended { get; private set; }

    /// <summary>Up to which second its slices are marked as unusual.</summary>
    public long MarkedTo { get; set; } = began - 1;

    /// <summary>The bad payments that its alert has counted.</summary>
    public long Fired { get; set; }

    public long FiredAt { get; set; }

    public bool IsOpen => Ended is null;

    /// <summary>Counts the payments that are there when it opens.</summary>
    /// <param name="end">The newest full second.</param>
    public void Open(RecentPayments recent, long end, int seconds)
    {
        _figures = new SliceFigures(end);
        if (recent.CodesOf(slice) is not { } codes) return;
        foreach (var row in recent.NewestFrom(Math.Min(began, end - seconds + 1)))
            if (recent.IsIn(row, codes)) Count(recent, row);
    }

    /// <summary>Counts a payment that has just been added, when it belongs to the subject.</summary>
    public void CountNewest(RecentPayments recent)
    {
        if (recent.CodesOf(slice) is { } codes && recent.IsIn(recent.Newest, codes)) Count(recent, recent.Newest);
    }

    public void MoveTo(long end) => _figures!.MoveTo(end);

    /// <summary>Whether its subject is as usual in the newest seconds.</summary>
    public bool IsQuiet(Judge judge, long end)
    {
        var seen = default(SecondCounts);
        for (var second = end - Usual.Judged + 1; second <= end; second++) seen.Add(_figures!.At(second));
        return judge.IsUsual(seen.Bad(Measure), seen.Payments, usualShare);
    }

    /// <summary>The newest second in which more than the usual share was bad.</summary>
    public long LastBad(Judge judge, long end, int seconds)
    {
        for (var second = end; second > end - seconds && second >= began; second--)
        {
            var counts = _figures!.At(second);
            if (!judge.IsUsual(counts.Bad(Measure), counts.Payments, usualShare)) return second;
        }

        return began;
    }

    public void End(long second) => (Ended, _figures) = (second, null);

    private void Count(RecentPayments recent, int row)
    {
        _figures!.Add(recent.SecondAt(row), recent.CountsOf(row));
        if (recent.SecondAt(row) < began) return;
        Payments++;
        if (!recent.IsBad(row, Measure)) return;
        Bad++;
        var paid = recent.IdAt(row);
        if (FirstBad is null || paid < FirstBad) FirstBad = paid;
        if (NewestBad is null || paid > NewestBad) NewestBad = paid;
        var currency = recent.Names(Field.Currency).NameOf(recent.CodeAt(Field.Currency, row));
        _minorUnits[currency] = _minorUnits.GetValueOrDefault(currency) + Math.Abs(recent.MinorUnitsAt(row));
    }

    public IncidentDto ToDto() => new()
    {
        Id = id.ToString(),
        Monitor = monitor.Name,
        MonitorVersion = monitor.Number,
        Measure = Measure,
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
        UsualShare = Measure == Measure.Silence ? null : usualShare,
        UsualPerSecond = Measure == Measure.Silence ? UsualPerSecond : null,
        Amounts =
        [
            .. _minorUnits.OrderBy(m => m.Key, StringComparer.Ordinal)
                .Select(m => new IncidentAmount(m.Key, Money.ToDecimal(m.Value, Currency.FromCode(m.Key)))),
        ],
        Explanation = Explanation,
    };
}
