using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Monitors;

/// <summary>Section <c>Monitors</c>: noticing what is unusual, and explaining it.</summary>
public sealed class MonitorOptions
{
    /// <summary>Whether incidents are opened.</summary>
    /// <remarks>Without them nothing is kept in memory, and nothing can be explained.</remarks>
    public bool Enabled { get; set; } = true;

    /// <summary>The ended payments that are kept in memory for explanations, the newest ones.</summary>
    /// <value>A million payments take some 40 MB.</value>
    /// <remarks>Beyond it the oldest ones are forgotten; an explanation says when it would have needed them.</remarks>
    [Range(10_000, 5_000_000)]
    public int RecentPayments { get; set; } = 200_000;

    /// <summary>The fewest payments that a rate is judged by.</summary>
    /// <remarks>Fewer payments are not judged at all.</remarks>
    [Range(5, 10_000)]
    public int MinimumPayments { get; set; } = 20;

    /// <summary>How far a rate must rise above what is usual before it counts at all.</summary>
    /// <value>A share: 0.05 is five percentage points.</value>
    /// <remarks>A smaller rise opens no incident, however many payments show it.</remarks>
    [Range(0.001, 0.9)]
    public double MinimumRise { get; set; } = 0.05;

    /// <summary>How unlikely the payments must be, were everything as usual.</summary>
    /// <value>A natural logarithm: 20 means once in half a billion.</value>
    /// <remarks>Some millions of comparisons are made in an hour, so less than 15 raises false incidents.</remarks>
    [Range(5.0, 200.0)]
    public double Certainty { get; set; } = 20;

    /// <summary>How long the figures must be usual again before an incident ends.</summary>
    /// <remarks>When the figures become unusual again before that, the incident goes on.</remarks>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Quiet { get; set; } = TimeSpan.FromMinutes(1);
}
