using Dashboard.Application.Metrics;
using MediatR;

namespace Dashboard.Api.Metrics;

internal static class MetricsEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder api) =>
        api.MapGet("/metrics", (IMediator mediator, CancellationToken cancellationToken) => mediator.Send(new GetMetrics(), cancellationToken))
            .WithTags("Metrics").WithName("GetMetrics").WithSummary("The current figures");
}
