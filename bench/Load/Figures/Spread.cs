namespace Dashboard.Bench.Load.Figures;

/// <summary>The same figure of several slices.</summary>
/// <param name="Deviation">Half of the values are at most this far from the median, as a share of it. Outliers do not change it.</param>
internal sealed record Spread(double Median, double Min, double Max, double Deviation)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var median = MedianOf(sorted);
        var deviation = MedianOf([.. sorted.Select(v => Math.Abs(v - median)).Order()]) / median;
        return new Spread(median, sorted[0], sorted[^1], deviation);
    }

    /// <summary>The ratios of neighbours: each slice of the program and the slice of the baseline that was measured next to it.</summary>
    public static Spread OfPairs(IEnumerable<double> program, IEnumerable<double> baseline) => Of(program.Zip(baseline, (p, b) => p / b));

    private static double MedianOf(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
