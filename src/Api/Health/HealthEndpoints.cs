using Dashboard.Api.Auth;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Api.Health;

internal static class HealthEndpoints
{
    /// <summary>Live: the process answers. Ready: the store answers, too; otherwise 503 with the reason.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .RequireAuthorization(Policies.Public);
        app.MapHealthChecks(
            "/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = WriteAsync })
            .RequireAuthorization(Policies.Public);
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(
            e => e.Key, e => new { status = e.Value.Status.ToString(), reason = e.Value.Description ?? e.Value.Exception?.Message }),
    });
}
