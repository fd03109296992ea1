using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Live;

/// <summary>Section <c>Live</c>: what clients of the hub are sent.</summary>
public sealed class LiveOptions
{
    /// <summary>Time between two batches.</summary>
    /// <value>50 ms … 1 minute; default 500 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan BroadcastInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Transactions that one batch carries at most; above it the newest are carried, and the metrics say how many changed.</summary>
    /// <value>1 … 5,000; default 200. A client that just connected gets as many.</value>
    [Range(1, 5_000)]
    public int MaxTransactionsPerBatch { get; set; } = 200;

    /// <summary>Alerts that one tick carries at most; the others follow with the next.</summary>
    /// <value>1 … 1,000; default 50. A client that just connected gets as many.</value>
    [Range(1, 1_000)]
    public int MaxAlertsPerTick { get; set; } = 50;
}
