using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Metrics;

/// <summary>Section <c>Metrics</c>: the points of the charts.</summary>
public sealed class MetricsOptions
{
    /// <summary>
    /// The longest time between two points of the charts. Each tick gives a point, at most one a second is kept. Where ticks come less
    /// often (<c>Live:BroadcastInterval</c>), a timer gives points in between.
    /// </summary>
    /// <remarks>A second without a point repeats the point before it, so a longer interval makes the charts coarser.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(500);
}
