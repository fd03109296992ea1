using MediatR;

namespace Dashboard.Application.Metrics.Series;

/// <summary>The figures of the last minutes, for charts; from memory, never from the store.</summary>
public sealed record GetMetricsSeries(SeriesRange Range) : IRequest<MetricsSeriesDto>;

internal sealed class GetMetricsSeriesHandler(MetricsAggregator metrics) : IRequestHandler<GetMetricsSeries, MetricsSeriesDto>
{
    public Task<MetricsSeriesDto> Handle(GetMetricsSeries request, CancellationToken cancellationToken) =>
        Task.FromResult(metrics.Series(request.Range));
}
