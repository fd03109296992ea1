namespace Dashboard.Application.Metrics.Series;

/// <summary>What the figures said in one second. It refers to parts of the snapshot, which never change.</summary>
/// <param name="Queued">Null for a second before the start, as <paramref name="InFlight"/> is.</param>
internal readonly record struct SeriesPoint(long Second, double PerSecond, WindowDto LastMinute, long? Queued, long? InFlight)
{
    public static SeriesPoint Of(DashboardMetricsDto metrics) => new(
        metrics.ComputedAt.ToUnixTimeSeconds(), metrics.TransactionsPerSecond, metrics.LastMinute, metrics.Queued, metrics.InFlight);
}

/// <summary>The points of the last hour, one per second. Not thread-safe.</summary>
/// <param name="longestHold">A snapshot is what was said until the next one, but no longer than this: then nothing was said.</param>
internal sealed class SeriesRing(DateTimeOffset now, TimeSpan longestHold)
{
    public const int Capacity = 3_600;

    private readonly SeriesPoint[] _ring = new SeriesPoint[Capacity];
    private readonly long _holdSeconds = (long)Math.Ceiling(longestHold.TotalSeconds);

    /// <summary>The newest second that something was said in.</summary>
    public long End { get; private set; } = now.ToUnixTimeSeconds();

    /// <summary>Of several points of one second the last stands.</summary>
    public void Add(SeriesPoint point)
    {
        var before = Find(End);
        // After a step back of the clock the seconds ahead are still to come.
        for (var second = Math.Max(point.Second + 1, End - Capacity + 1); second <= End; second++) _ring[PlaceOf(second)] = default;
        if (before is { } held && point.Second - held.Second <= _holdSeconds)
        {
            for (var second = held.Second + 1; second < point.Second; second++) _ring[PlaceOf(second)] = held with { Second = second };
        }

        _ring[PlaceOf(point.Second)] = point;
        End = point.Second;
    }

    public SeriesPoint? Find(long second) => _ring[PlaceOf(second)] is var point && point.Second == second && point.LastMinute is not null ? point : null;

    /// <summary>A point for each of the newest seconds, oldest first.</summary>
    public SeriesPoint?[] Newest(int seconds)
    {
        var points = new SeriesPoint?[seconds];
        for (var i = 0; i < seconds; i++) points[i] = Find(End - seconds + 1 + i);
        return points;
    }

    private static int PlaceOf(long second) => (int)(((second % Capacity) + Capacity) % Capacity);
}
