using Dashboard.Application.Metrics.Windows;

namespace Dashboard.Application.Metrics.Series;

/// <summary>Adds up the seconds of a range to buckets. Not thread-safe.</summary>
/// <remarks>Buckets in which nothing has ended since the last time are kept: adding up an hour anew takes many milliseconds.</remarks>
/// <param name="range">How far back it goes.</param>
/// <param name="started">The second in which the program started.</param>
internal sealed class MetricsBuckets(SeriesRange range, long started)
{
    /// <summary>Reasons that are given one by one.</summary>
    public const int MaxReasons = 4;

    private readonly WindowTotals _totals = new(range.BucketSeconds);
    private Dictionary<long, Bucket> _known = [];

    public MetricsBucketsDto Of(WindowedMetrics windows, SeriesRing series)
    {
        var length = range.BucketSeconds;
        var last = windows.End - Remainder(windows.End, length);
        var at = new long[range.Seconds / length];
        for (var i = 0; i < at.Length; i++) at[i] = last - (at.Length - 1 - i) * length;

        _known = at.ToDictionary(start => start, start => BucketAt(windows, start));
        var known = KnownSince(windows);
        var figures = Array.ConvertAll(at, start => start + length > known ? _known[start].Figures : null);
        var reasons = Array.ConvertAll(at, start => _known[start].Reasons);
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

    private Bucket BucketAt(WindowedMetrics windows, long start)
    {
        var seconds = new List<SecondBucket>(range.BucketSeconds);
        long ends = 0;
        for (var second = start; second < start + range.BucketSeconds; second++)
        {
            if (second > windows.End || windows.Find(second) is not { } found) continue;
            seconds.Add(found);
            ends += found.Tally.Count;
        }

        // Ends are only added, so as many as before are the same.
        if (_known.TryGetValue(start, out var known) && known.Ends == ends) return known;
        _totals.Clear();
        var reasons = new long[ReasonTable.MaxFollowed + 1];
        foreach (var second in seconds)
        {
            _totals.Add(second, sign: 1);
            for (var i = 0; i < second.Reasons.Keys.Length; i++) reasons[second.Reasons.Keys[i]] += second.Reasons.Values[i];
        }

        return new Bucket(ends, _totals.ToDto(start + range.BucketSeconds - 1), reasons);
    }

    private long KnownSince(WindowedMetrics windows)
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

    /// <param name="Ends">What ended in its seconds when it was added up.</param>
    /// <param name="Reasons">Failures by slot of the table of reasons.</param>
    private sealed record Bucket(long Ends, WindowDto Figures, long[] Reasons);
}
