using Dashboard.Api.Common;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Web;

/// <summary>Gives a call the scheme, host, path base and remote address that the caller used in front of trusted proxies
/// (docs/adr/0025).</summary>
internal static class BehindProxy
{
    public static void AddBehindProxy(this IServiceCollection services) =>
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ServerOptions>>((forwarded, server) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.All;
            // Through all proxies of a chain, back to the first address that is not one of them.
            forwarded.ForwardLimit = null;
            // The framework itself would trust every process of this machine.
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in server.Value.TrustedProxies)
            {
                if (ServerAddresses.TryNetwork(proxy, out var network)) forwarded.KnownIPNetworks.Add(network);
            }
        });

    public static void UseBehindProxy(this WebApplication app)
    {
        // Without a known proxy the framework would believe every caller.
        var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        if (options.TrustedProxies.Length > 0) app.UseForwardedHeaders();
        app.Use((context, next) =>
        {
            SetPathBase(context.Request, options.PathBase);
            return next(context);
        });
    }

    // A proxy removes the path base from the address or leaves it there.
    private static void SetPathBase(HttpRequest request, string? configured)
    {
        var forwarded = request.PathBase.Value?.TrimEnd('/') ?? "";
        request.PathBase = ServerAddresses.IsPathBase(forwarded) ? forwarded : configured;
        if (request.PathBase.HasValue && request.Path.StartsWithSegments(request.PathBase, out var rest))
            request.Path = rest.HasValue ? rest : "/";
    }
}
