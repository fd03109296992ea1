using System.ComponentModel.DataAnnotations;

namespace Dashboard.Api.Ingest;

/// <summary>Section <c>Ingest</c>: how REST takes transactions in.</summary>
public sealed class IngestOptions
{
    /// <summary>How long a single or batch call waits for room and for its commit; then it is refused with 429 or 503.</summary>
    /// <value>10 ms … 1 minute; default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a stream is held back before it is ended; it is slowed down first, by not being read.</summary>
    /// <value>1 s … 1 hour; default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StreamPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Batch calls that are read and answered at once: each may hold a body of 16 MB. More wait for <see cref="Patience"/>, then get 429.</summary>
    /// <value>1 … 1,000; default 8.</value>
    [Range(1, 1_000)]
    public int MaxConcurrentBatches { get; set; } = 8;

    /// <summary>How long a batch call may take from its first byte to its answer; then it is 408, so that a slow sender keeps no place for long.</summary>
    /// <value>1 s … 1 hour; default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Streams that are open at once. More wait for <see cref="Patience"/>, then get 429.</summary>
    /// <value>1 … 10,000; default 64.</value>
    [Range(1, 10_000)]
    public int MaxStreams { get; set; } = 64;

    /// <summary>How long a stream may send nothing, not even an empty line; then it is ended, so that a sender that is gone keeps no place.</summary>
    /// <value>1 s … 1 day; default 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StreamIdle { get; set; } = TimeSpan.FromMinutes(10);
}
