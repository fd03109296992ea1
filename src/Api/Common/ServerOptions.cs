using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Common;

/// <summary>Section <c>Server</c>: how many connections and calls the program serves at once, under which names it answers, and which
/// proxies it trusts.</summary>
public sealed class ServerOptions
{
    /// <summary>HTTP connections that may be open at once.</summary>
    /// <remarks>At the limit a new connection is closed without an answer. At the start, this bound and the next one are lowered together
    /// to what the system lets the program open (<c>ulimit -n</c>), less 512 for other files.</remarks>
    [Range(10, 1_000_000)]
    public int MaxConnections { get; set; } = 5_000;

    /// <summary>WebSockets of live clients that may be open at once. They do not count as HTTP connections.</summary>
    /// <remarks>At the limit a further WebSocket does not open. A SignalR client then falls back to server-sent events.</remarks>
    [Range(10, 1_000_000)]
    public int MaxLiveConnections { get; set; } = 5_000;

    /// <summary>
    /// Calls that may read the store at once: history, histogram and alerts. Exports and reconciliations have slots of their own.
    /// </summary>
    /// <remarks>When all slots are taken, a call waits for <see cref="ReadPatience"/>. Then it gets 429 with <c>Retry-After</c>.</remarks>
    [Range(1, 1_000)]
    public int MaxReads { get; set; } = 16;

    /// <summary>How long a call that reads the store waits for a slot.</summary>
    /// <remarks>After that the call gets 429 with <c>Retry-After</c>.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ReadPatience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a call on the history, the histogram or the alerts may read the store.</summary>
    /// <remarks>After that the read is cut off and the call gets 503 with <c>Retry-After</c>.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Exports that may run at once. Each one holds a page of a thousand rows in memory.</summary>
    /// <remarks>
    /// When all slots are taken, an export waits for <see cref="ReadPatience"/>. Then it gets 429 with <c>Retry-After</c>.
    /// </remarks>
    [Range(1, 1_000)]
    public int MaxExports { get; set; } = 16;

    /// <summary>The lowest pace, in bytes a second, at which the caller of an export has to read.</summary>
    /// <remarks>A caller that is slower for more than five seconds is disconnected, so that its slot is free.</remarks>
    [Range(100, 100_000_000)]
    public int MinExportRate { get; set; } = 10_000;

    /// <summary>Host names under which the program answers, besides <c>localhost</c> and IP addresses.</summary>
    /// <value>Names without a scheme and a port, such as <c>dashboard.example.com</c>; <c>*.example.com</c> stands for every name below
    /// <c>example.com</c>.</value>
    /// <remarks>A call under any other name is refused with 400.</remarks>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>The path below which a proxy serves the program, such as <c>/payments</c>.</summary>
    /// <value>A path that begins with a slash and does not end with one.</value>
    /// <remarks>The program answers with and without this path in front. Addresses in its answers always begin with it. The header
    /// <c>X-Forwarded-Prefix</c> of a trusted proxy wins.</remarks>
    public string? PathBase { get; set; }

    /// <summary>Proxies whose <c>X-Forwarded-For</c>, <c>-Host</c>, <c>-Proto</c> and <c>-Prefix</c> headers count.</summary>
    /// <value>IP addresses such as <c>127.0.0.1</c>, or networks such as <c>10.0.0.0/8</c>.</value>
    /// <remarks>These headers of any other caller are ignored.</remarks>
    public string[] TrustedProxies { get; set; } = [];
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
