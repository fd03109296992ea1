using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Metrics;

/// <summary>Section <c>Metrics</c>: how often a point of the charts is taken.</summary>
public sealed class MetricsOptions
{
    /// <summary>
    /// Time between two points of the series for charts (<c>GET /api/v1/metrics/series</c>). The figures themselves are computed for each tick.
    /// </summary>
    /// <remarks>A longer interval makes the charts coarser. The newest hour is kept, in memory.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(500);
}
