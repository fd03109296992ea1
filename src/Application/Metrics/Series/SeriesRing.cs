namespace Dashboard.Application.Metrics.Series;

/// <summary>The figures of one second. It refers to parts of an immutable snapshot.</summary>
/// <param name="Queued">Null for a second before the start, as <paramref name="InFlight"/> is.</param>
internal readonly record struct SeriesPoint(long Second, double PerSecond, WindowDto LastMinute, long? Queued, long? InFlight)
{
    public static SeriesPoint Of(MetricsSnapshot metrics) => new(
        metrics.ComputedAt.ToUnixTimeSeconds(), metrics.TransactionsPerSecond, metrics.LastMinute,
        metrics.Flow.Queued, metrics.Flow.InFlight);
}

/// <summary>The points of the last hour, one per second. Not thread-safe.</summary>
/// <param name="longestHold">A point stands until the next one, but no longer than this; after it the series has a gap.</param>
internal sealed class SeriesRing(DateTimeOffset now, TimeSpan longestHold)
{
    public const int Capacity = 3_600;

    private readonly SeriesPoint[] _ring = new SeriesPoint[Capacity];
    private readonly long _holdSeconds = (long)Math.Ceiling(longestHold.TotalSeconds);

    /// <summary>The second of the newest point.</summary>
    public long End { get; private set; } = now.ToUnixTimeSeconds();

    /// <summary>Adds a point. The last point of a second replaces the earlier ones of that second.</summary>
    public void Add(SeriesPoint point)
    {
        var before = Find(End);
        // After a step back of the clock, the seconds ahead have not happened yet.
        for (var second = Math.Max(point.Second + 1, End - Capacity + 1); second <= End; second++) _ring[PlaceOf(second)] = default;
        if (before is { } held && point.Second - held.Second <= _holdSeconds)
        {
            for (var second = held.Second + 1; second < point.Second; second++) _ring[PlaceOf(second)] = held with { Second = second };
        }

        _ring[PlaceOf(point.Second)] = point;
        End = point.Second;
    }

    public SeriesPoint? Find(long second) =>
        _ring[PlaceOf(second)] is var point && point.Second == second && point.LastMinute is not null ? point : null;

    /// <summary>A point for each of the newest seconds, oldest first.</summary>
    public SeriesPoint?[] Newest(int seconds)
    {
        var points = new SeriesPoint?[seconds];
        for (var i = 0; i < seconds; i++) points[i] = Find(End - seconds + 1 + i);
        return points;
    }

    private static int PlaceOf(long second) => (int)(((second % Capacity) + Capacity) % Capacity);
}
