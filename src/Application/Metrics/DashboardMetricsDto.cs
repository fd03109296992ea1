using Dashboard.Application.Pipeline;

namespace Dashboard.Application.Metrics;

/// <summary>Everything the dashboard shows in figures at one instant; replaced whole every 500 ms.</summary>
/// <remarks>
/// A window holds the transactions that ended (completed or failed) in it. It is made of whole seconds: the running one and those before it,
/// from <see cref="WindowDto.Since"/> on, so that each figure can be counted again in the store.
/// </remarks>
public sealed record DashboardMetricsDto
{
    /// <summary>New at every start of the process.</summary>
    public required string Epoch { get; init; }

    /// <summary>The number given last to a change of a transaction.</summary>
    /// <remarks>
    /// Over the hub it is the last number of the batch sent before it, whose numbers are the <see cref="Changed"/> ones up to it; in a
    /// snapshot it is where the next batch goes on from. The figures themselves are at most one <c>Metrics:Interval</c> older. Over REST the
    /// figures know at least of every change up to it.
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

    /// <summary>Transactions that the last batch carried; 0 in the snapshot that a client gets on connecting or after it fell behind.</summary>
    public required int Shown { get; init; }

    /// <summary>Transactions that changed before the last batch; above <see cref="Shown"/> when the batch was capped.</summary>
    public required int Changed { get; init; }

    public required FlowDto Flow { get; init; }
}

/// <summary>Figures of one window.</summary>
public sealed record WindowDto
{
    /// <summary>First instant of the window.</summary>
    public required DateTimeOffset Since { get; init; }

    public required long Count { get; init; }

    public required long Completed { get; init; }

    public required long Failed { get; init; }

    public required long Flagged { get; init; }

    /// <summary>Completed ÷ count, 0 … 1; 0 for an empty window.</summary>
    public required double SuccessRate { get; init; }

    /// <summary>Failed ÷ count, 0 … 1; 0 for an empty window.</summary>
    public required double FailureRate { get; init; }

    public required double AverageProcessingMs { get; init; }

    /// <summary>Percentiles of the processing time in milliseconds, within 1 % of the true value.</summary>
    public required double P50ProcessingMs { get; init; }

    public required double P95ProcessingMs { get; init; }

    public required double P99ProcessingMs { get; init; }

    /// <summary>Sum of the amounts of all transactions counted, a figure per currency, by code.</summary>
    public required IReadOnlyList<VolumeDto> Volumes { get; init; }
}

/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Amount">Decimal number of the currency's units.</param>
public sealed record VolumeDto(string Currency, decimal Amount);

/// <param name="Source">Name of the source, or <c>(other)</c> for those beyond the number that is followed one by one.</param>
public sealed record SourceDto(string Source, long Count, IReadOnlyList<VolumeDto> Volumes, double FailureRate);
