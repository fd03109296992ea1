using Dashboard.Api.Common;
using Dashboard.Application.Metrics;
using Dashboard.Application.Metrics.Series;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Metrics;

internal static class MetricsEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/metrics").WithTags("Metrics");
        group.MapGet("/", (IMediator mediator, CancellationToken cancellationToken) => mediator.Send(new GetMetrics(), cancellationToken))
            .WithName("GetMetrics").WithSummary("The current figures");
        group.MapGet("/series", SeriesAsync).WithName("GetMetricsSeries").WithSummary("The figures of the last minutes, for charts; from memory")
            .ProducesValidationProblem().WithQuery(SeriesQuery.Parameters);
    }

    /// <summary>Outside the versioned interface, where scrapers look for it.</summary>
    public static void MapPrometheus(this IEndpointRouteBuilder app) => app.MapGet("/metrics", (HttpContext context, PrometheusExposition exposition) =>
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return exposition.WriteAsync(context.Response.Body, context.RequestAborted);
    }).ExcludeFromDescription();

    private static async Task<Results<Ok<MetricsSeriesDto>, ProblemHttpResult>> SeriesAsync(
        HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new SeriesQuery(request.Query);
        var series = query.Read();
        if (query.Errors.Count > 0) return TypedResults.Problem(Problems.Invalid(query.Errors));
        return TypedResults.Ok(await mediator.Send(series, cancellationToken));
    }
}
