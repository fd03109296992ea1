using Dashboard.Application.Monitors.Versions;

namespace Dashboard.Application.Monitors.Figures;

/// <summary>Looks for a share that is far above the usual one, in the newest seconds of a slice.</summary>
/// <param name="monitor">Says from when on a rise counts.</param>
internal sealed class Judge(MonitorContent monitor)
{
    // Short ones notice a steep rise at once, long ones a slight rise in the end.
    private static readonly int[] Spans = [5, 10, 20, 40, 80, 160];

    /// <summary>The longest time over which a rise is looked for, in seconds.</summary>
    public const int Reach = 160;

    // Evidence that chance gives every now and then.
    private const double Unsurprising = 3;

    /// <summary>The evidence of the span that has most of it; 0 when no span has enough.</summary>
    /// <param name="end">The newest full second.</param>
    public double Of(SliceFigures figures, in Usual usual, Measure measure, long end)
    {
        var share = Base(usual);
        var seen = default(SecondCounts);
        double most = 0;
        var second = end;
        foreach (var span in Spans)
        {
            for (; second > end - span; second--) seen.Add(figures.At(second));
            most = Math.Max(most, Of(seen.Bad(measure), seen.Payments, share));
        }

        return most;
    }

    /// <summary>The share that counts are compared with: the limit, or what is usual.</summary>
    public double Base(in Usual usual) => monitor.Limit ?? usual.Share(monitor.Measure);

    /// <summary>The evidence of counts; 0 when they are too few, or too little above what is usual.</summary>
    public double Of(long bad, long payments, double usual)
    {
        if (payments < monitor.MinimumPayments || (double)bad / payments < usual + monitor.Rise) return 0;
        var evidence = Evidence.OfShare(bad, payments, usual);
        return evidence >= monitor.Certainty ? evidence : 0;
    }

    /// <summary>True for counts that would not be surprising, or that are hardly above what is usual.</summary>
    public bool IsUsual(long bad, long payments, double usual) =>
        payments == 0 || (double)bad / payments < usual + monitor.Rise / 2 || Evidence.OfShare(bad, payments, usual) < Unsurprising;

    /// <summary>
    /// The second in which the share rose: where counting from it on, instead of from any other second, explains the counts best.
    /// </summary>
    /// <param name="counts">Counts of consecutive seconds, the oldest first; the last ones are unusual.</param>
    /// <param name="usual">The usual share of bad payments.</param>
    /// <param name="measure">What is bad.</param>
    /// <returns>The index of the second.</returns>
    /// <remarks>The estimate of the change point that has the highest likelihood (Page 1954, Hinkley 1970), with the share after it taken
    /// from the newest seconds.</remarks>
    public static int Onset(ReadOnlySpan<SecondCounts> counts, double usual, Measure measure)
    {
        var after = ShareOfNewest(counts, usual, measure);
        var bad = Math.Log(after / usual);
        var good = Math.Log((1 - after) / (1 - usual));
        double sum = 0, most = double.NegativeInfinity;
        var onset = counts.Length - 1;
        for (var i = counts.Length - 1; i >= 0; i--)
        {
            sum += counts[i].Bad(measure) * bad + (counts[i].Payments - counts[i].Bad(measure)) * good;
            if (sum <= most) continue;
            (most, onset) = (sum, i);
        }

        // A second without payments says nothing: the rise is first seen in one that has some.
        while (onset < counts.Length - 1 && counts[onset].Bad(measure) == 0) onset++;
        return onset;
    }

    private static double ShareOfNewest(ReadOnlySpan<SecondCounts> counts, double usual, Measure measure)
    {
        double best = 0, share = 0;
        var seen = default(SecondCounts);
        for (var i = counts.Length - 1; i >= 0; i--)
        {
            seen.Add(counts[i]);
            var evidence = Evidence.OfShare(seen.Bad(measure), seen.Payments, usual);
            if (evidence <= best) continue;
            (best, share) = (evidence, (double)seen.Bad(measure) / seen.Payments);
        }

        return Math.Clamp(share, usual + 1e-6, 0.999);
    }
}
