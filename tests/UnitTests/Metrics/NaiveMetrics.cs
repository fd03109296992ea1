using Dashboard.Application.Metrics;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Domain.Currencies;

namespace Dashboard.UnitTests.Metrics;

/// <summary>The definition of the windows, written as plainly as possible: all samples in a list, counted anew each time.</summary>
internal sealed class NaiveMetrics
{
    private readonly List<TransactionEnd> _samples = [];

    public void Record(TransactionEnd sample) => _samples.Add(sample);

    /// <summary>Forgets what a clock at this time could no longer bring back into a window.</summary>
    public void Forget(Func<long, bool> lost) => _samples.RemoveAll(s => lost(Second(s)));

    /// <summary>How many pairs of source and currency there are in all, also in seconds to come.</summary>
    public int Pairs => _samples.Select(s => (s.Source, s.Amount.Currency)).Distinct().Count();

    public List<TransactionEnd> Within(DateTimeOffset now, int seconds)
    {
        var end = now.ToUnixTimeSeconds();
        return _samples.FindAll(s => Second(s) > end - seconds && Second(s) <= end);
    }

    public double PerSecond(DateTimeOffset now)
    {
        var end = now.ToUnixTimeSeconds();
        return _samples.Count(s => Second(s) >= end - 10 && Second(s) < end) / 10.0;
    }

    public static void ShouldEqual(WindowDto window, List<TransactionEnd> samples)
    {
        window.Count.ShouldBe(samples.Count);
        window.Failed.ShouldBe(samples.Count(s => s.Failed));
        window.Completed.ShouldBe(samples.Count(s => !s.Failed));
        window.Flagged.ShouldBe(samples.Count(s => s.Flagged));
        var count = Math.Max(samples.Count, 1);
        window.FailureRate.ShouldBe((double)samples.Count(s => s.Failed) / count, 1e-12);
        window.SuccessRate.ShouldBe((double)samples.Count(s => !s.Failed) / count, 1e-12);
        var timed = samples.FindAll(s => s.ProcessingMs < 1 << 22);
        window.BeyondScale.ShouldBe(samples.Count - timed.Count);
        window.AverageProcessingMs.ShouldBe(timed.Count == 0 ? 0 : timed.Average(s => s.ProcessingMs), 1e-6);
        window.Volumes.ShouldBe(VolumesOf(samples));

        var sorted = timed.Select(s => (double)s.ProcessingMs).Order().ToArray();
        ShouldBePercentile(window.P50ProcessingMs, sorted, 0.50);
        ShouldBePercentile(window.P95ProcessingMs, sorted, 0.95);
        ShouldBePercentile(window.P99ProcessingMs, sorted, 0.99);
    }

    public static List<VolumeDto> VolumesOf(IEnumerable<TransactionEnd> samples) =>
    [
        .. samples.GroupBy(s => s.Amount.Currency).OrderBy(g => g.Key.Code, StringComparer.Ordinal)
            .Select(g => new VolumeDto(
                g.Key.Code, Sum(g, _ => true), Sum(g, s => !s.Failed && s.Amount.MinorUnits > 0),
                -Sum(g, s => !s.Failed && s.Amount.MinorUnits < 0))),
    ];

    private static decimal Sum(IGrouping<Currency, TransactionEnd> samples, Func<TransactionEnd, bool> counts) =>
        Money.ToDecimal(samples.Where(counts).Aggregate(Int128.Zero, (sum, s) => sum + s.Amount.MinorUnits), samples.Key);

    private static void ShouldBePercentile(double actual, double[] sorted, double share)
    {
        var exact = sorted.Length == 0 ? 0 : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
        actual.ShouldBe(exact, Math.Max(0.001, exact * 0.01));
    }

    private static long Second(TransactionEnd sample) => sample.EndedAt.ToUnixTimeSeconds();
}
