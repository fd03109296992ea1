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

    /// <summary>How long a client may be away and still get what it missed; after it the client is told to start from a snapshot.</summary>
    /// <value>0 … 10 minutes; default 2 minutes 30 seconds. With 0 only what the last tick changed is kept.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ResumeWindow { get; set; } = TimeSpan.FromSeconds(150);

    /// <summary>
    /// Transactions whose changes are kept for clients that were away, whatever the time; above it the oldest are forgotten first. Changes are
    /// at most three times as many.
    /// </summary>
    /// <value>1,000 … 2,000,000; default 150,000, which is the default window at 1,000 transactions a second.</value>
    [Range(1_000, 2_000_000)]
    public int ResumeCapacity { get; set; } = 150_000;

    /// <summary>Transactions that one answer to a client that was away carries at most; it calls again for the others.</summary>
    /// <value>100 … 50,000; default 5,000.</value>
    [Range(100, 50_000)]
    public int MaxResumeTransactions { get; set; } = 5_000;

    /// <summary>Clients that may be connected at once; further ones are refused, counted and told to come back.</summary>
    /// <value>1 … 100,000; default 2,000.</value>
    [Range(1, 100_000)]
    public int MaxClients { get; set; } = 2_000;

    /// <summary>How long a client may leave what it was sent unread before it is cut, once the buffers on the way to it are full.</summary>
    /// <value>1 second … 1 minute; default 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Compresses what is sent to clients that offer it, as browsers do: a twelfth of the bytes for some 0.2 ms of CPU a client and tick.</summary>
    /// <value>Default true.</value>
    public bool Compression { get; set; } = true;
}
