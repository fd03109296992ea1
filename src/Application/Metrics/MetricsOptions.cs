using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Metrics;

/// <summary>Section <c>Metrics</c>: how often the figures are computed.</summary>
public sealed class MetricsOptions
{
    /// <summary>Time between two snapshots of the figures. Every reader gets the newest snapshot.</summary>
    /// <remarks>With an interval longer than <c>Live:BroadcastInterval</c>, some ticks repeat the figures of the tick before.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(500);
}
