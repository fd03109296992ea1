namespace Dashboard.Application.Metrics.Series;

/// <summary>How far back a series goes, and how many seconds one of its points stands for.</summary>
public readonly record struct SeriesRange
{
    public static readonly SeriesRange FiveMinutes = new("5m", seconds: 300, stepSeconds: 1);
    public static readonly SeriesRange FifteenMinutes = new("15m", seconds: 900, stepSeconds: 3);
    public static readonly SeriesRange Hour = new("1h", seconds: 3_600, stepSeconds: 10);

    private SeriesRange(string name, int seconds, int stepSeconds) => (Name, Seconds, StepSeconds) = (name, seconds, stepSeconds);

    public string Name { get; }

    public int Seconds { get; }

    public int StepSeconds { get; }

    public static bool TryParse(string text, out SeriesRange range)
    {
        range = Array.Find([FiveMinutes, FifteenMinutes, Hour], r => r.Name == text);
        return range.Name is not null;
    }
}
