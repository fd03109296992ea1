using System.ComponentModel.DataAnnotations;

namespace Dashboard.Api.Ingest;

/// <summary>Section <c>Ingest</c>: the limits of the REST calls that bring transactions.</summary>
public sealed class IngestOptions
{
    /// <summary>How long a single or batch call waits for room in the queue and for its commit. After that it is refused with 429 or
    /// 503.</summary>
    /// <value>10 ms … 1 minute; default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a stream waits for room in the queue. Meanwhile it is not read, which slows its sender down; after that it is
    /// ended.</summary>
    /// <value>1 s … 1 hour; default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StreamPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Batch calls that are read and answered at once; each may hold a body of 16 MB. A further call waits for
    /// <see cref="Patience"/>, then gets 429.</summary>
    /// <value>1 … 1,000; default 8.</value>
    [Range(1, 1_000)]
    public int MaxConcurrentBatches { get; set; } = 8;

    /// <summary>How long a batch call may take from its first byte to its answer. After that it gets 408, so that a slow sender frees its
    /// slot.</summary>
    /// <value>1 s … 1 hour; default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Streams that are open at once. A further stream waits for <see cref="Patience"/>, then gets 429.</summary>
    /// <value>1 … 10,000; default 64.</value>
    [Range(1, 10_000)]
    public int MaxStreams { get; set; } = 64;

    /// <summary>How long a stream may send nothing, not even an empty line. After that it is ended, so that a sender that is gone frees
    /// its slot.</summary>
    /// <value>1 s … 1 day; default 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StreamIdle { get; set; } = TimeSpan.FromMinutes(10);
}
