namespace Dashboard.Application.Monitors.Figures;

/// <summary>What is usual for a slice: its counts of the last hour without the newest seconds and without incidents.</summary>
/// <param name="Payments">The payments that it is computed from.</param>
/// <param name="PerSecond">Payments of a second, of the minute in the middle.</param>
internal readonly record struct Usual(long Payments, long Seconds, double PerSecond, double Failed, double Flagged, double Slow)
{
    /// <summary>The newest seconds, which are judged and so must not judge.</summary>
    public const int Judged = 30;

    // Before, one early failure would be a rate.
    private const int FewestPayments = 300;
    private const int FewestSeconds = 45;

    // A share that was never seen is not impossible.
    public const double LowestShare = 0.005;

    // By its definition; what was measured before the limit was known is less.
    private const double SlowShare = 0.05;

    private const int Minute = 60;

    /// <summary>False while too little is known: nothing is judged by it.</summary>
    public bool IsKnown => Payments >= FewestPayments && Seconds >= FewestSeconds;

    /// <summary>True when payments come often enough that their absence can be noticed.</summary>
    public bool IsRegular => Seconds >= FewestSeconds && PerSecond > 0;

    /// <summary>The usual share of bad payments; at least half a percent.</summary>
    public double Share(Measure measure) => Math.Max(LowestShare, measure switch
    {
        Measure.FailureRate => Failed,
        Measure.FlaggedShare => Flagged,
        Measure.SlowShare => Math.Max(SlowShare, Slow),
        _ => 0,
    });

    /// <param name="end">The newest full second.</param>
    public static Usual Of(SliceFigures figures, long end)
    {
        var newest = end - Judged;
        var oldest = Math.Max(figures.FirstSecond, end - SliceFigures.Seconds + 1);
        var total = default(SecondCounts);
        var perMinute = new List<double>(Minute);
        long seconds = 0;
        for (var last = newest; last >= oldest; last -= Minute)
        {
            var minute = default(SecondCounts);
            var counted = 0;
            for (var second = last; second > last - Minute && second >= oldest; second--)
            {
                if (figures.IsUnusual(second)) continue;
                minute.Add(figures.At(second));
                counted++;
            }

            if (counted == 0) continue;
            total.Add(minute);
            seconds += counted;
            perMinute.Add((double)minute.Payments / counted);
        }

        if (total.Payments == 0) return default;
        perMinute.Sort();
        double Share(int bad) => (double)bad / total.Payments;
        return new Usual(
            total.Payments, seconds, perMinute[perMinute.Count / 2], Share(total.Failed), Share(total.Flagged), Share(total.Slow));
    }

    /// <summary>The same, leaning on what is usual for everything as long as the slice itself has few payments.</summary>
    public Usual Lean(in Usual everything)
    {
        const double weight = 200;
        double Mixed(double own, double all, long payments) => (own * payments + all * weight) / (payments + weight);
        return this with
        {
            Failed = Mixed(Failed, everything.Failed, Payments),
            Flagged = Mixed(Flagged, everything.Flagged, Payments),
            Slow = Mixed(Slow, everything.Slow, Payments),
        };
    }
}
