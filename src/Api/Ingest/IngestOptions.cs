using System.ComponentModel.DataAnnotations;

namespace Dashboard.Api.Ingest;

/// <summary>Section <c>Ingest</c>: how the REST interface takes transactions in.</summary>
public sealed class IngestOptions
{
    /// <summary>How long a single or batch call waits for room in the queue and, as long again, for its commit.</summary>
    /// <remarks>
    /// After that the call is refused: 429 when there is no room, 503 when the store does not answer. Both carry <c>Retry-After</c>.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The same wait for a stream. The server does not read on from the stream while it waits.</summary>
    /// <remarks>After that the lines that were read are answered as refused, and the stream ends.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StreamPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Batch calls that may run at once. Each one may hold a body of up to 16 MB in memory.</summary>
    /// <remarks>When all slots are taken, a call waits for <see cref="Patience"/>. Then it gets 429 and is counted as refused.</remarks>
    [Range(1, 1_000)]
    public int MaxConcurrentBatches { get; set; } = 8;

    /// <summary>
    /// How long a batch call may take from its first byte to the end of its answer, so that a slow sender frees its slot.
    /// </summary>
    /// <remarks>
    /// After that the call gets 408 if its body is not complete; if its answer is already under way, the connection is closed.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The lowest pace, in bytes a second, at which the body of a batch call has to come.</summary>
    /// <remarks>
    /// A call whose body is slower than that for three seconds gets 408. A body takes no slot before it is complete. Together, the bodies
    /// that are being received may take as much memory as <see cref="MaxConcurrentBatches"/> bodies of 16 MB; a body beyond that gets 429.
    /// </remarks>
    [Range(100, 100_000_000)]
    public int MinBatchRate { get; set; } = 10_000;

    /// <summary>Streams that may be open at once.</summary>
    /// <remarks>
    /// When all slots are taken, the stream that has been silent longest gives its slot up (<see cref="StreamGrace"/>). Without such a
    /// stream, the call waits for <see cref="Patience"/>. Then it gets 429 and is counted as refused.
    /// </remarks>
    [Range(1, 10_000)]
    public int MaxStreams { get; set; } = 64;

    /// <summary>
    /// How long a stream may bring no transaction and still keep its slot, when all slots are taken and another call needs one.
    /// </summary>
    /// <remarks>
    /// After that the stream that has been silent longest ends, and its last answer says why. Empty lines do not count as transactions.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StreamGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a stream may send nothing, so that a sender that vanished frees its slot. An empty line keeps a stream open.
    /// </summary>
    /// <remarks>After that the stream ends, and its last answer says why.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StreamIdle { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long the sender of a stream may leave answers unread, so that a sender that does not read frees its slot.
    /// </summary>
    /// <remarks>
    /// After that the stream ends: the rest of its body is read and dropped, and its last answer says why. When the sender then still does
    /// not read, the connection is closed after the same time.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
