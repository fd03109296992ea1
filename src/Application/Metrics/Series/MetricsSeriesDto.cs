namespace Dashboard.Application.Metrics.Series;

/// <summary>Figures over time, a column each; every column has a value for every entry of <see cref="At"/>.</summary>
/// <remarks>
/// A point has the figures of that second: transactions per second and the last minute. A point of more than a second has the figures at
/// its end, and the highest <see cref="Queued"/> and <see cref="InFlight"/> within it. Null means that there is no figure: the process
/// did not run, or the minute was empty and has no rate and no percentile. The time before the start is counted from the store's last
/// hour, without <see cref="Queued"/> and <see cref="InFlight"/>.
/// </remarks>
public sealed record MetricsSeriesDto
{
    public required DateTimeOffset From { get; init; }

    /// <summary>Second of the newest snapshot.</summary>
    public required DateTimeOffset To { get; init; }

    public required int StepSeconds { get; init; }

    /// <summary>Unix seconds, ascending: the last second of each point.</summary>
    public required IReadOnlyList<long> At { get; init; }

    public required IReadOnlyList<double?> PerSecond { get; init; }

    public required IReadOnlyList<double?> P50ProcessingMs { get; init; }

    public required IReadOnlyList<double?> P95ProcessingMs { get; init; }

    public required IReadOnlyList<double?> P99ProcessingMs { get; init; }

    public required IReadOnlyList<double?> SuccessRate { get; init; }

    public required IReadOnlyList<long?> Failed { get; init; }

    public required IReadOnlyList<long?> Flagged { get; init; }

    public required IReadOnlyList<long?> Queued { get; init; }

    public required IReadOnlyList<long?> InFlight { get; init; }

    /// <summary>At most five currencies, those with the most transactions of the range, most first.</summary>
    public required IReadOnlyList<VolumeSeriesDto> Volumes { get; init; }
}

/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Amounts">As <see cref="VolumeDto.Amount"/>; as long as the other columns.</param>
/// <param name="Completed">As <see cref="VolumeDto.Completed"/>.</param>
/// <param name="Refunded">As <see cref="VolumeDto.Refunded"/>.</param>
public sealed record VolumeSeriesDto(
    string Currency, IReadOnlyList<decimal?> Amounts, IReadOnlyList<decimal?> Completed, IReadOnlyList<decimal?> Refunded);
