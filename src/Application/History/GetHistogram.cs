using FluentValidation;
using MediatR;

namespace Dashboard.Application.History;

/// <summary>
/// How many transactions the filter selects in each part of a time range. Looks at no more than <see cref="MaxRows"/> rows.
/// </summary>
/// <param name="Filter">Its <see cref="TransactionFilter.From"/> is required; without <see cref="TransactionFilter.To"/> the range ends
/// now.</param>
/// <param name="Buckets">1 … <see cref="MaxBuckets"/>.</param>
public sealed record GetHistogram(TransactionFilter Filter, int Buckets) : IRequest<TransactionHistogramDto>, IHistoryQuery
{
    public const int DefaultBuckets = 60;
    public const int MaxBuckets = 120;

    /// <summary>The newest rows that are looked at, matching or not.</summary>
    public const int MaxRows = 500_000;
}

/// <summary>
/// Counts over time; bucket i begins at <see cref="From"/> + i · <see cref="BucketSeconds"/>. Each transaction is in one of the three
/// columns.
/// </summary>
public sealed record TransactionHistogramDto
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>Length of a bucket; may be a fraction.</summary>
    public required double BucketSeconds { get; init; }

    /// <summary>Neither failed nor flagged; includes unfinished transactions.</summary>
    public required IReadOnlyList<long> Ok { get; init; }

    /// <summary>Flagged and not failed.</summary>
    public required IReadOnlyList<long> Flagged { get; init; }

    public required IReadOnlyList<long> Failed { get; init; }

    public required long Total { get; init; }

    /// <summary>False when the range has more rows than are looked at; then nothing before <see cref="CountedFrom"/> is counted.</summary>
    public required bool IsComplete { get; init; }

    public required DateTimeOffset CountedFrom { get; init; }
}

internal sealed class GetHistogramValidator : AbstractValidator<GetHistogram>
{
    public GetHistogramValidator(TimeProvider clock)
    {
        RuleFor(q => q.Buckets).InclusiveBetween(1, GetHistogram.MaxBuckets).OverridePropertyName("buckets")
            .WithMessage($"must be between 1 and {GetHistogram.MaxBuckets}");
        RuleFor(q => q.Filter.From).NotNull().OverridePropertyName("from").WithMessage("is required");
        RuleFor(q => q.Filter.To).Must((q, to) => !(q.Filter.From >= (to ?? clock.GetUtcNow()))).OverridePropertyName("to")
            .WithMessage("must be after from; it is now if absent");
        Include(new HistoryQueryValidator());
    }
}

internal sealed class GetHistogramHandler(ITransactionHistory history, TimeProvider clock)
    : IRequestHandler<GetHistogram, TransactionHistogramDto>
{
    public async Task<TransactionHistogramDto> Handle(GetHistogram request, CancellationToken cancellationToken)
    {
        var from = request.Filter.From!.Value;
        var to = request.Filter.To ?? clock.GetUtcNow();
        var filter = request.Filter with { To = to };
        var scanStart = await history.FindScanStartAsync(filter, GetHistogram.MaxRows, cancellationToken);
        var countedFrom = scanStart ?? from;

        var counts = new HistoryCount[request.Buckets];
        // Each bucket is a short read of its own. Buckets that lie before the counted range stay empty.
        for (var i = request.Buckets - 1; i >= 0 && Edge(i + 1) > countedFrom; i--)
        {
            var begin = Edge(i) > countedFrom ? Edge(i) : countedFrom;
            counts[i] = await history.CountAsync(filter with { From = begin, To = Edge(i + 1) }, cancellationToken);
        }

        return new TransactionHistogramDto
        {
            From = from,
            To = to,
            BucketSeconds = (to - from).TotalSeconds / request.Buckets,
            Ok = Array.ConvertAll(counts, c => c.Total - c.Failed - c.Flagged),
            Flagged = Array.ConvertAll(counts, c => c.Flagged),
            Failed = Array.ConvertAll(counts, c => c.Failed),
            Total = counts.Sum(c => c.Total),
            IsComplete = scanStart is null,
            CountedFrom = countedFrom,
        };

        DateTimeOffset Edge(int bucket) => from + TimeSpan.FromTicks((long)((Int128)(to - from).Ticks * bucket / request.Buckets));
    }
}
