using System.Text.RegularExpressions;
using Dashboard.Api.Auth;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Api.Health;

internal static partial class HealthEndpoints
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

    /// <summary>The reason without the folders of its files: everybody may ask. The log has them.</summary>
    internal static string? Short(string? reason) => reason is null ? null : Folders.Replace(reason, "");

    [GeneratedRegex(@"(?<![\w:/.-])/(?:[^\s/'""]+/)+|\b[A-Za-z]:\\(?:[^\\\s'""]+\\)+", RegexOptions.CultureInvariant)]
    private static partial Regex Folders { get; }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(
            e => e.Key, e => new { status = e.Value.Status.ToString(), reason = Short(e.Value.Description ?? e.Value.Exception?.Message) }),
    });
}
