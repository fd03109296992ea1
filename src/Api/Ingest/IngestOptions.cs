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
}
