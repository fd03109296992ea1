namespace Dashboard.Application.Metrics;

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

    /// <summary>Of the transactions that took up to 70 minutes.</summary>
    public required double AverageProcessingMs { get; init; }

    /// <summary>Percentiles of the processing time in milliseconds, within 1 % of the true value; of the transactions that took up to 70
    /// minutes.</summary>
    public required double P50ProcessingMs { get; init; }

    public required double P95ProcessingMs { get; init; }

    public required double P99ProcessingMs { get; init; }

    /// <summary>Transactions that took longer than 70 minutes (2^22 ms), or whose sender says so. They are in every count, but in neither
    /// average nor percentiles.</summary>
    public required long BeyondScale { get; init; }

    /// <summary>Sum of the amounts of all transactions counted, a figure per currency, by code.</summary>
    public required IReadOnlyList<VolumeDto> Volumes { get; init; }
}

/// <summary>Amounts of one currency, as decimal numbers of its units.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Amount">All amounts that were counted, also those of failed transactions; refunds are taken off.</param>
/// <param name="Completed">Payments that completed, without refunds.</param>
/// <param name="Refunded">Refunds that completed, as a positive number.</param>
public sealed record VolumeDto(string Currency, decimal Amount, decimal Completed, decimal Refunded);

/// <param name="Source">Name of the source, or <c>(other)</c> for sources beyond the number that is counted separately.</param>
public sealed record SourceDto(string Source, long Count, IReadOnlyList<VolumeDto> Volumes, double FailureRate);
