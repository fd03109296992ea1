using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Metrics.Windows;

/// <summary>Plain counts of a second or of a window.</summary>
internal struct Tally
{
    public long Count;
    public long Failed;
    public long Flagged;
    public long ProcessingMs;

    /// <summary>How many took longer than the scale reaches. They are not in <see cref="ProcessingMs"/>.</summary>
    public long BeyondScale;

    public void Add(in Tally other, int sign)
    {
        Count += sign * other.Count;
        Failed += sign * other.Failed;
        Flagged += sign * other.Flagged;
        ProcessingMs += sign * other.ProcessingMs;
        BeyondScale += sign * other.BeyondScale;
    }
}

/// <summary>Counts of one source in one currency.</summary>
internal struct SourceTally
{
    public long Failed;
    public VolumeTally Volume;

    public readonly long Count => Volume.Count;
}

/// <summary>Count and sums of one currency, in minor units.</summary>
internal struct VolumeTally
{
    public long Count;
    public Int128 All;
    public Int128 Completed;
    public Int128 Refunded;

    public static VolumeTally Of(in TransactionEnd end)
    {
        long minorUnits = end.Amount.MinorUnits;
        return new VolumeTally
        {
            Count = 1,
            All = minorUnits,
            Completed = !end.Failed && minorUnits > 0 ? minorUnits : 0,
            Refunded = !end.Failed && minorUnits < 0 ? -(Int128)minorUnits : 0,
        };
    }

    public void Add(in VolumeTally other, int sign)
    {
        Count += sign * other.Count;
        All += sign * other.All;
        Completed += sign * other.Completed;
        Refunded += sign * other.Refunded;
    }

    public readonly VolumeDto ToDto(Currency currency) => new(
        currency.Code, Money.ToDecimal(All, currency), Money.ToDecimal(Completed, currency), Money.ToDecimal(Refunded, currency));
}

/// <summary>The transactions that ended in one second, as counts.</summary>
internal sealed class SecondBucket
{
    public Tally Tally;
    public SparseTable<int> Latencies;
    public SparseTable<VolumeTally> Volumes;

    /// <summary>By slot of the source table; without arrays once the second has left the five minutes.</summary>
    public SparseTable<SourceTally> Sources;

    /// <summary>Failed transactions by slot of the table of reasons.</summary>
    public SparseTable<int> Reasons;

    /// <summary>Seconds since 1970 that this bucket holds.</summary>
    public long Second { get; private set; } = long.MinValue;

    public void Reset(long second)
    {
        Second = second;
        Tally = default;
        Latencies.Clear();
        Volumes.Clear();
        Reasons.Clear();
        Sources = default;
    }
}
