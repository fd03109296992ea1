using MediatR;

namespace Dashboard.Application.Metrics;

/// <summary>The current figures.</summary>
public sealed record GetMetrics : IRequest<DashboardMetricsDto>;

internal sealed class GetMetricsHandler(MetricsAggregator metrics) : IRequestHandler<GetMetrics, DashboardMetricsDto>
{
    public Task<DashboardMetricsDto> Handle(GetMetrics request, CancellationToken cancellationToken) => Task.FromResult(metrics.Current);
}
