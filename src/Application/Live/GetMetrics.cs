using MediatR;

namespace Dashboard.Application.Live;

/// <summary>The figures of the newest tick.</summary>
public sealed record GetMetrics : IRequest<DashboardMetricsDto>;

internal sealed class GetMetricsHandler(Ticks ticks) : IRequestHandler<GetMetrics, DashboardMetricsDto>
{
    public Task<DashboardMetricsDto> Handle(GetMetrics request, CancellationToken cancellationToken) =>
        Task.FromResult(ticks.Current.Metrics);
}
