using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics.Series;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Metrics;

internal static class MetricsEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/metrics").WithTags("Metrics").RequireAuthorization(Policies.See);
        group.MapGet("/", (IMediator mediator, CancellationToken cancellationToken) => mediator.Send(new GetMetrics(), cancellationToken))
            .WithName("GetMetrics").WithSummary("The current figures");
        group.MapGet("/series", SeriesAsync).WithName("GetMetricsSeries")
            .WithSummary("The figures of the last minutes, for charts; from memory")
            .Refuses(Refusals.Invalid).WithQuery(SeriesQuery.Parameters);
        group.MapGet("/buckets", BucketsAsync).WithName("GetMetricsBuckets")
            .WithSummary("What ended in each bucket of the last minutes, with its failure reasons, for charts; from memory")
            .Refuses(Refusals.Invalid).WithQuery(SeriesQuery.Parameters);
    }

    /// <summary>The address that Prometheus reads by default, outside the versioned interface.</summary>
    public static void MapPrometheus(this IEndpointRouteBuilder app) =>
        app.MapGet("/metrics", (HttpContext context, PrometheusExposition exposition) =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            return exposition.WriteAsync(context.Response.Body, context.RequestAborted);
        }).RequireAuthorization(Policies.Scrape).ExcludeFromDescription();

    private static Task<Results<Ok<MetricsSeriesDto>, RefusalResult>> SeriesAsync(
        HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new SeriesQuery(request.Query);
        return query.AnswerAsync(query.Read(), mediator, cancellationToken);
    }

    private static Task<Results<Ok<MetricsBucketsDto>, RefusalResult>> BucketsAsync(
        HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new SeriesQuery(request.Query);
        return query.AnswerAsync(query.ReadBuckets(), mediator, cancellationToken);
    }
}
