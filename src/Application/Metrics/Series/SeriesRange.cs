namespace Dashboard.Application.Metrics.Series;

/// <summary>How far back a series goes, and how many seconds one of its points stands for.</summary>
public readonly record struct SeriesRange
{
    public static readonly SeriesRange FiveMinutes = new("5m", seconds: 300, stepSeconds: 1, bucketSeconds: 5);
    public static readonly SeriesRange FifteenMinutes = new("15m", seconds: 900, stepSeconds: 3, bucketSeconds: 15);
    public static readonly SeriesRange Hour = new("1h", seconds: 3_600, stepSeconds: 10, bucketSeconds: 60);

    /// <summary>Shortest first.</summary>
    public static readonly IReadOnlyList<SeriesRange> All = [FiveMinutes, FifteenMinutes, Hour];

    private SeriesRange(string name, int seconds, int stepSeconds, int bucketSeconds) =>
        (Name, Seconds, StepSeconds, BucketSeconds) = (name, seconds, stepSeconds, bucketSeconds);

    public string Name { get; }

    public int Seconds { get; }

    public int StepSeconds { get; }

    /// <summary>The length of the buckets in which the ends of the range are counted.</summary>
    public int BucketSeconds { get; }
}
