using Microsoft.Extensions.Options;

namespace Dashboard.Api.Web;

/// <summary>Refuses what pages of other addresses ask of the API and the hub, unless their origin is configured.</summary>
/// <remarks>
/// A WebSocket is not subject to the browser's same-origin rule, and a simple POST is sent before it is refused: both have to be turned away
/// here. Programs send no <c>Origin</c> and pass. Only host and port are compared, because behind a proxy the scheme that arrives is not the
/// one that the browser used.
/// </remarks>
internal sealed class OriginGuard(RequestDelegate next, IOptions<WebOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || IsOwn(origin, context.Request.Host) || !IsGuarded(context.Request.Path)) return next(context);
        if (options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)) return next(context);
        return TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden, title: "Pages of this origin may not use the dashboard.",
            detail: "The origin can be allowed by the setting Api:AllowedOrigins.").ExecuteAsync(context);
    }

    private static bool IsGuarded(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs");

    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(Authority(host, uri.Scheme), StringComparison.OrdinalIgnoreCase);

    // The default port is written by some senders and not by others.
    private static string Authority(HostString host, string scheme) =>
        host.Port == (scheme == "https" ? 443 : 80) ? host.Host : host.Value ?? "";
}
