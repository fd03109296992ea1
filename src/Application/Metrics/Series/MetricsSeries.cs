namespace Dashboard.Application.Metrics.Series;

/// <summary>Turns points of seconds into the columns of a series.</summary>
internal static class MetricsSeries
{
    public const int MaxCurrencies = 5;

    /// <param name="end">Second of the last point.</param>
    /// <param name="points">As many as the range has seconds, oldest first.</param>
    /// <param name="currencies">The currencies whose volumes are shown.</param>
    public static MetricsSeriesDto Of(SeriesRange range, long end, SeriesPoint?[] points, IReadOnlyList<string> currencies)
    {
        var from = end - range.Seconds;
        var steps = points.Chunk(range.StepSeconds).ToList();
        var last = steps.ConvertAll(step => Array.FindLast(step, p => p is not null));
        return new MetricsSeriesDto
        {
            From = DateTimeOffset.FromUnixTimeSeconds(from),
            To = DateTimeOffset.FromUnixTimeSeconds(end),
            StepSeconds = range.StepSeconds,
            At = [.. steps.Select((_, i) => from + (i + 1) * range.StepSeconds)],
            PerSecond = [.. last.Select(p => p?.PerSecond)],
            P50ProcessingMs = Column(last, TimedOf, m => m.P50ProcessingMs),
            P95ProcessingMs = Column(last, TimedOf, m => m.P95ProcessingMs),
            P99ProcessingMs = Column(last, TimedOf, m => m.P99ProcessingMs),
            SuccessRate = Column(last, m => m.Count, m => m.SuccessRate),
            Failed = [.. last.Select(p => p?.LastMinute.Failed)],
            Flagged = [.. last.Select(p => p?.LastMinute.Flagged)],
            Queued = [.. steps.Select(step => step.Max(p => p?.Queued))],
            InFlight = [.. steps.Select(step => step.Max(p => p?.InFlight))],
            Volumes =
            [
                .. currencies.Select(c => new VolumeSeriesDto(
                    c, AmountsOf(last, c, v => v.Amount), AmountsOf(last, c, v => v.Completed), AmountsOf(last, c, v => v.Refunded))),
            ],
        };
    }

    // An empty minute has no rate and no percentile; a chart would draw the snapshot's zero as a value.
    private static IReadOnlyList<double?> Column(
        List<SeriesPoint?> points, Func<WindowDto, long> count, Func<WindowDto, double> figure) =>
        [.. points.Select(p => p is { LastMinute: var minute } && count(minute) > 0 ? figure(minute) : default(double?))];

    private static long TimedOf(WindowDto window) => window.Count - window.BeyondScale;

    private static IReadOnlyList<decimal?> AmountsOf(List<SeriesPoint?> points, string currency, Func<VolumeDto, decimal> amount) =>
        [.. points.Select(p => AmountOf(p, currency, amount))];

    private static decimal? AmountOf(SeriesPoint? point, string currency, Func<VolumeDto, decimal> amount)
    {
        if (point is not { LastMinute: var minute }) return null;
        foreach (var volume in minute.Volumes)
            if (volume.Currency == currency) return amount(volume);
        return 0;
    }
}
