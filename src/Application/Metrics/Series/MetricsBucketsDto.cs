namespace Dashboard.Application.Metrics.Series;

/// <summary>What ended in each bucket of time, a column each; every column has a value for every entry of <see cref="At"/>.</summary>
/// <remarks>
/// A bucket has only what ended within it, unlike a point of <see cref="MetricsSeriesDto"/>, which has the minute before it. The last
/// bucket is not complete before its end.
/// </remarks>
public sealed record MetricsBucketsDto
{
    public required int BucketSeconds { get; init; }

    /// <summary>The second up to which is counted; the second itself is still running.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The first second of the last hour in which something ended, or the start of the program; the later is unknown
    /// before.</summary>
    public required DateTimeOffset KnownSince { get; init; }

    /// <summary>Unix seconds, ascending: the first second of each bucket.</summary>
    public required IReadOnlyList<long> At { get; init; }

    /// <summary>Transactions that completed or failed; null before <see cref="KnownSince"/>.</summary>
    public required IReadOnlyList<long?> Ended { get; init; }

    public required IReadOnlyList<long?> Failed { get; init; }

    public required IReadOnlyList<long?> Flagged { get; init; }

    /// <summary>Of the transactions that took up to 70 minutes; null without any.</summary>
    public required IReadOnlyList<double?> P95ProcessingMs { get; init; }

    /// <summary>The highest number that waited for the gateway; null when the program did not run.</summary>
    public required IReadOnlyList<long?> Queued { get; init; }

    /// <summary>The four most frequent failure reasons of the range, most first. All others are the rest of
    /// <see cref="Failed"/>.</summary>
    public required IReadOnlyList<ReasonCountsDto> Reasons { get; init; }

    /// <summary>At most five currencies, those with the most transactions of the range, most first.</summary>
    public required IReadOnlyList<CompletedDto> Volumes { get; init; }
}

/// <param name="Reason">A failure reason.</param>
/// <param name="Counts">Failed transactions with it; as long as the other columns.</param>
public sealed record ReasonCountsDto(string Reason, IReadOnlyList<long> Counts);

/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Completed">As <see cref="VolumeDto.Completed"/>; as long as the other columns.</param>
public sealed record CompletedDto(string Currency, IReadOnlyList<decimal> Completed);
