using Dashboard.Application.Metrics.Windows;

namespace Dashboard.Application.Metrics.Series;

/// <summary>Adds up the seconds of a range to buckets.</summary>
internal static class MetricsBuckets
{
    /// <summary>Reasons that are given one by one.</summary>
    public const int MaxReasons = 4;

    /// <param name="started">The second in which the program started.</param>
    public static MetricsBucketsDto Of(WindowedMetrics windows, SeriesRing series, SeriesRange range, long started)
    {
        var length = range.BucketSeconds;
        var last = windows.End - Remainder(windows.End, length);
        var at = new long[range.Seconds / length];
        for (var i = 0; i < at.Length; i++) at[i] = last - (at.Length - 1 - i) * length;

        var known = KnownSince(windows, started);
        var totals = new WindowTotals(length);
        var reasons = new long[at.Length][];
        var figures = new WindowDto?[at.Length];
        for (var i = 0; i < at.Length; i++)
        {
            totals.Clear();
            reasons[i] = new long[ReasonTable.MaxFollowed + 1];
            for (var second = at[i]; second < at[i] + length; second++)
                if (second <= windows.End && windows.Find(second) is { } bucket) Add(totals, reasons[i], bucket);
            if (at[i] + length > known) figures[i] = totals.ToDto(at[i] + length - 1);
        }

        return new MetricsBucketsDto
        {
            BucketSeconds = length,
            To = DateTimeOffset.FromUnixTimeSeconds(windows.End),
            KnownSince = DateTimeOffset.FromUnixTimeSeconds(known),
            At = at,
            Ended = [.. figures.Select(f => f?.Count)],
            Failed = [.. figures.Select(f => f?.Failed)],
            Flagged = [.. figures.Select(f => f?.Flagged)],
            P95ProcessingMs = [.. figures.Select(f => f is not null && f.Count > f.BeyondScale ? f.P95ProcessingMs : default(double?))],
            Queued = [.. at.Select(from => Seconds(from, length).Max(second => series.Find(second)?.Queued))],
            Reasons = ReasonsOf(windows.Reasons, reasons),
            Volumes =
            [
                .. windows.BusiestCurrencies(range.Seconds, MetricsSeries.MaxCurrencies)
                    .Select(currency => new CompletedDto(currency, [.. figures.Select(f => CompletedOf(f, currency))])),
            ],
        };
    }

    private static void Add(WindowTotals totals, long[] reasons, SecondBucket bucket)
    {
        totals.Add(bucket, sign: 1);
        for (var i = 0; i < bucket.Reasons.Keys.Length; i++) reasons[bucket.Reasons.Keys[i]] += bucket.Reasons.Values[i];
    }

    private static long KnownSince(WindowedMetrics windows, long started)
    {
        var second = windows.End - SeriesRing.Capacity + 1;
        while (second < started && windows.Find(second) is null) second++;
        return second;
    }

    private static IReadOnlyList<ReasonCountsDto> ReasonsOf(ReasonTable table, long[][] counts) =>
    [
        .. Enumerable.Range(ReasonTable.Others + 1, ReasonTable.MaxFollowed).Select(slot => (Slot: slot, Sum: counts.Sum(c => c[slot])))
            .Where(r => r.Sum > 0).OrderByDescending(r => r.Sum).ThenBy(r => table.NameOf(r.Slot), StringComparer.Ordinal).Take(MaxReasons)
            .Select(r => new ReasonCountsDto(table.NameOf(r.Slot), [.. counts.Select(c => c[r.Slot])])),
    ];

    private static decimal CompletedOf(WindowDto? figures, string currency)
    {
        foreach (var volume in figures?.Volumes ?? [])
            if (volume.Currency == currency) return volume.Completed;
        return 0;
    }

    private static IEnumerable<long> Seconds(long from, int count) => Enumerable.Range(0, count).Select(i => from + i);

    private static long Remainder(long second, int length) => ((second % length) + length) % length;
}
