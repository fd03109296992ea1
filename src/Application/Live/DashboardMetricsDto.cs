using Dashboard.Application.Metrics;
using Dashboard.Application.Pipeline;

namespace Dashboard.Application.Live;

/// <summary>
/// Everything the dashboard shows in figures at one instant; replaced as a whole at every tick (<c>Live:BroadcastInterval</c>).
/// </summary>
/// <remarks>
/// A window holds the transactions that ended (completed or failed) in it. It is made of whole seconds: the running second and those
/// before it, from <see cref="WindowDto.Since"/> on, so that each figure can be counted again in the store.
/// </remarks>
public sealed record DashboardMetricsDto
{
    /// <summary>New at every start of the process.</summary>
    public required string Epoch { get; init; }

    /// <summary>The number of the newest change of a transaction. The figures include every change up to it.</summary>
    /// <remarks>
    /// Over the hub it is the last number of the batch sent just before; that batch has the <see cref="Changed"/> numbers up to it. In a
    /// snapshot the next batch continues after it.
    /// </remarks>
    public required long Sequence { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>Transactions that ended in the last ten full seconds, divided by ten.</summary>
    public required double TransactionsPerSecond { get; init; }

    public required WindowDto LastMinute { get; init; }

    public required WindowDto LastFiveMinutes { get; init; }

    public required WindowDto LastHour { get; init; }

    /// <summary>The ten sources with the most transactions of the last five minutes, most first.</summary>
    public required IReadOnlyList<SourceDto> TopSources { get; init; }

    /// <summary>Stored and waiting for the gateway.</summary>
    public required long Queued { get; init; }

    /// <summary>At the gateway.</summary>
    public required long InFlight { get; init; }

    /// <summary>Alerts that nobody has acknowledged.</summary>
    public required int AlertsOpen { get; init; }

    /// <summary>Connected clients of the hub.</summary>
    public required int Clients { get; init; }

    /// <summary>
    /// Transactions that the last batch carried; 0 in the snapshot that a client gets on connecting or after it fell behind.
    /// </summary>
    public required int Shown { get; init; }

    /// <summary>Transactions that changed before the last batch; above <see cref="Shown"/> when the batch was capped.</summary>
    public required int Changed { get; init; }

    public required FlowDto Flow { get; init; }
}
