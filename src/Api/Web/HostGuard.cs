using System.Net;
using Dashboard.Api.Common;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Web;

/// <summary>Refuses calls under a host name that is not one of this program.</summary>
/// <remarks>
/// A page of another site can give its own name the address of this program ("DNS rebinding"). The browser then takes the program for a
/// part of that site, so <see cref="OriginGuard"/> sees the page as an own one. <c>localhost</c> and IP addresses cannot be used in this
/// way.
/// </remarks>
internal sealed class HostGuard(RequestDelegate next, IOptions<ServerOptions> options)
{
    public Task InvokeAsync(HttpContext context) =>
        IsOwn(context.Request.Host.Host) ? next(context) : Refusals.UnknownHost.With().ExecuteAsync(context);

    // Only a program that speaks HTTP/1.0 leaves the name out; a browser never does.
    private bool IsOwn(string host) =>
        host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out _)
        || options.Value.AllowedHosts.Any(allowed => ServerAddresses.Covers(allowed, host));
}
