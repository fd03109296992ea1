using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Metrics;

/// <summary>Section <c>Metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>Longest time between two points of the charts. Each tick gives a point; where ticks are rarer, points come in between.</summary>
    /// <value>50 ms … 1 minute; default 500 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(500);
}
