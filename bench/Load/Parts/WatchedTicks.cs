namespace Dashboard.Bench.Load.Parts;

/// <summary>The ticks that the clients of one slice received, and the CPU time that the server spent meanwhile.</summary>
internal sealed class WatchedTicks
{
    private readonly double[] _intervals;
    private readonly double[] _firstToLast;

    public WatchedTicks(IReadOnlyList<HubViewer> viewers, TimeSpan cpu, TimeSpan elapsed, TimeProvider clock)
    {
        var ticks = viewers.Select(v => v.Ticks()).ToList();
        double Milliseconds(long from, long to) => clock.GetElapsedTime(from, to).TotalMilliseconds;
        _intervals = [.. ticks.SelectMany(t => t.Zip(t.Skip(1), Milliseconds)).Order()];
        // Counted from the end, because clients that connect later miss the first ticks.
        double SpreadOf(int fromEnd) => Milliseconds(ticks.Min(t => t[^fromEnd]), ticks.Max(t => t[^fromEnd]));
        _firstToLast = [.. Enumerable.Range(1, ticks.Min(t => t.Length)).Select(SpreadOf).Order()];
        CpuPerTick = cpu / ticks.Average(t => t.Length);
        BatchesPerSecond = viewers.Average(v => v.Batches) / elapsed.TotalSeconds;
        BatchBytes = (int)viewers.Average(v => v.BatchBytes / (double)Math.Max(1, v.Batches));
        MetricsBytes = (int)viewers.Average(v => v.MetricsBytes / (double)Math.Max(1, v.Ticks().Length));
    }

    public TimeSpan CpuPerTick { get; }

    public double BatchesPerSecond { get; }

    public int BatchBytes { get; }

    public int MetricsBytes { get; }

    /// <summary>A percentile of the milliseconds between two ticks of a client.</summary>
    public double Interval(double share) => Percentile(_intervals, share);

    /// <summary>A percentile of the milliseconds from the first to the last client that receives the same tick.</summary>
    public double FirstToLast(double share) => Percentile(_firstToLast, share);

    private static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)(share * (sorted.Length - 1))];
}
