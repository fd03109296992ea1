using MediatR;

namespace Dashboard.Application.Metrics.Series;

/// <summary>What ended in each bucket of the last minutes, for charts; from memory, never from the store.</summary>
public sealed record GetMetricsBuckets(SeriesRange Range) : IRequest<MetricsBucketsDto>;

internal sealed class GetMetricsBucketsHandler(MetricsAggregator metrics) : IRequestHandler<GetMetricsBuckets, MetricsBucketsDto>
{
    public Task<MetricsBucketsDto> Handle(GetMetricsBuckets request, CancellationToken cancellationToken) =>
        Task.FromResult(metrics.Buckets(request.Range));
}
