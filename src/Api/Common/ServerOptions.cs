using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Common;

/// <summary>Section <c>Server</c>: how many connections the program keeps open.</summary>
public sealed class ServerOptions
{
    /// <summary>HTTP connections that may be open at once.</summary>
    /// <remarks>At the limit a new connection is closed without an answer.</remarks>
    [Range(10, 1_000_000)]
    public int MaxConnections { get; set; } = 5_000;

    /// <summary>WebSockets of live clients that may be open at once. They do not count as HTTP connections.</summary>
    /// <remarks>At the limit a further WebSocket does not open. A SignalR client then falls back to server-sent events.</remarks>
    [Range(10, 1_000_000)]
    public int MaxLiveConnections { get; set; } = 5_000;
}

/// <summary>The limits of the HTTP server for every call (docs/adr/0011).</summary>
internal sealed class ServerLimits(IOptions<ServerOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    // Twice the length of the longest history query, and room for the headers of proxies.
    private const int MaxRequestLineBytes = 8 * 1024;
    private const int MaxHeadersBytes = 16 * 1024;
    private const int MaxHeaders = 64;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Limits.MaxConcurrentConnections = options.Value.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.Value.MaxLiveConnections;
        kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeadersBytes;
        kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
    }
}
