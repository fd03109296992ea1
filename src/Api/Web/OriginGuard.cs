using Dashboard.Api.Common;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Web;

/// <summary>Refuses calls of the API and the hub that pages of other addresses make, unless their origin is configured.</summary>
/// <remarks>
/// The browser's same-origin rule does not cover WebSockets, and it checks a simple POST only after it is sent: the server has to refuse
/// both. Programs send no <c>Origin</c> and pass. Only host and port are compared, because behind a proxy the scheme that arrives is not
/// the scheme that the browser used.
/// </remarks>
internal sealed class OriginGuard(RequestDelegate next, IOptions<WebOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || IsOwn(origin, context.Request.Host) || !IsGuarded(context.Request.Path)) return next(context);
        if (options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)) return next(context);
        return Refusals.OtherOrigin.With().ExecuteAsync(context);
    }

    private static bool IsGuarded(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs");

    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Authority.Equals(Authority(host, uri.Scheme), StringComparison.OrdinalIgnoreCase);

    // Some clients write the default port, others leave it out.
    private static string Authority(HostString host, string scheme) =>
        host.Port == (scheme == "https" ? 443 : 80) ? host.Host : host.Value ?? "";
}
