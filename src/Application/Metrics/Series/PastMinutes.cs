using Dashboard.Application.Metrics.Windows;

namespace Dashboard.Application.Metrics.Series;

/// <summary>The points of the seconds before the start, counted from the buckets of the last hour.</summary>
internal static class PastMinutes
{
    private const int HourSeconds = 3_600;

    /// <summary>
    /// Points from the first second that has a bucket on, as far as its whole minute is known, up to the second before the running one.
    /// </summary>
    public static IEnumerable<SeriesPoint> Of(WindowedMetrics windows)
    {
        var minute = new WindowTotals(60);
        var oldest = windows.End - HourSeconds + 1;
        var isKnown = false;
        for (var second = oldest; second < windows.End; second++)
        {
            if (windows.Find(second) is { } entering)
            {
                minute.Add(entering, sign: 1);
                isKnown = true;
            }

            if (windows.Find(second - minute.Seconds) is { } leaving) minute.Add(leaving, sign: -1);
            if (isKnown && second >= oldest + minute.Seconds - 1)
                yield return new SeriesPoint(second, windows.RateAt(second), minute.ToDto(second), Queued: null, InFlight: null);
        }
    }
}
