using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Live;

/// <summary>Section <c>Live</c>: what the hub sends to its clients.</summary>
public sealed class LiveOptions
{
    /// <summary>Time between two ticks. Each tick sends at most one batch and one metrics update.</summary>
    /// <remarks>A shorter interval costs more CPU for each client.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan BroadcastInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The most transactions in one batch. A client that connects gets as many of the newest ones.</summary>
    /// <remarks>
    /// When more transactions changed, the batch carries the newest; <c>shown</c> and <c>changed</c> of the metrics give both numbers.
    /// </remarks>
    [Range(1, 5_000)]
    public int MaxTransactionsPerBatch { get; set; } = 200;

    /// <summary>The most alerts in one tick. A client that connects gets as many of the open ones.</summary>
    /// <remarks>Further alerts follow with the next tick.</remarks>
    [Range(1, 1_000)]
    public int MaxAlertsPerTick { get; set; } = 50;

    /// <summary>
    /// How long a client may be away and still get every change that it missed. With 0, only the changes of the last tick are kept.
    /// </summary>
    /// <remarks>A client that was away longer gets a snapshot and the reason.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ResumeWindow { get; set; } = TimeSpan.FromSeconds(150);

    /// <summary>
    /// Transactions whose changes are kept in memory for clients that were away: 330 bytes each, so 50 MB for 150,000. That is what 1,000
    /// transactions a second make in two and a half minutes.
    /// </summary>
    /// <remarks>At the limit the oldest changes are dropped first, even when they are younger than <see cref="ResumeWindow"/>.</remarks>
    [Range(1_000, 2_000_000)]
    public int ResumeCapacity { get; set; } = 150_000;

    /// <summary>The most transactions in one answer of <c>Resume</c>.</summary>
    /// <remarks>When there are more, <c>isComplete</c> is false and the client calls <c>Resume</c> again.</remarks>
    [Range(100, 50_000)]
    public int MaxResumeTransactions { get; set; } = 5_000;

    /// <summary>Answers of <c>Resume</c> that may be under way at once, over all clients.</summary>
    /// <remarks>
    /// When all slots are taken, a call waits. While calls wait, an answer has no more than 500 transactions, and a client that has not
    /// read its answer for two seconds is disconnected.
    /// </remarks>
    [Range(1, 1_000)]
    public int MaxResumeAnswers { get; set; } = 32;

    /// <summary>Connections that clients have negotiated and not opened yet.</summary>
    /// <remarks>
    /// At the limit a negotiation is answered after 100 ms and offers WebSockets only: server-sent events and long polling need a
    /// connection that the server keeps for them. It is counted in <c>/metrics</c>.
    /// </remarks>
    [Range(10, 100_000)]
    public int MaxNegotiations { get; set; } = 1_000;

    /// <summary>How long a negotiated connection waits for its client, and a client of long polling may be away.</summary>
    /// <remarks>After that the connection is forgotten, and the client has to negotiate again.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan NegotiationTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Clients of the hub that may be connected at once.</summary>
    /// <remarks>At the limit a new client gets 503 with <c>Retry-After</c> and is counted as refused.</remarks>
    [Range(1, 100_000)]
    public int MaxClients { get; set; } = 2_000;

    /// <summary>How long a send to a client may take. A send waits only when the buffers on the way to the client are full.</summary>
    /// <remarks>After that the client is disconnected, and the log says that it did not read.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Compresses messages for clients that offer compression, as browsers do. A client then gets a twelfth of the bytes and costs about
    /// 0.2 ms more CPU time for each tick.
    /// </summary>
    /// <remarks>Clients that do not offer compression get plain messages.</remarks>
    public bool Compression { get; set; } = true;
}
