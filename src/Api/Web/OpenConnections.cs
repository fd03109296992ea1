using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Web;

/// <summary>The connections of the HTTP server. A stop cuts those whose callers are still sending or reading after some seconds, because
/// the pipeline and the store need the rest of its time.</summary>
internal sealed partial class OpenConnections : IConfigureOptions<KestrelServerOptions>, IDisposable
{
    // Longer than the wait of calls and of hub clients, so that only callers that are slow themselves are cut.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, ConnectionContext> _open = [];
    private readonly ILogger<OpenConnections> _logger;
    private readonly ITimer _cut;

    public OpenConnections(IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<OpenConnections> logger)
    {
        _logger = logger;
        _cut = clock.CreateTimer(_ => Cut(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lifetime.ApplicationStopping.Register(() => _cut.Change(Patience, Timeout.InfiniteTimeSpan));
    }

    // A second call of this method would replace the first one.
    public void Configure(KestrelServerOptions options) =>
        options.ConfigureEndpointDefaults(listen => listen.Use(Follow).Use(RefusedRequests.WithHeaders));

    public void Dispose() => _cut.Dispose();

    private ConnectionDelegate Follow(ConnectionDelegate next) => async connection =>
    {
        _open[connection.ConnectionId] = connection;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection.ConnectionId, out _);
        }
    };

    private void Cut()
    {
        var slow = _open.Values.ToList();
        if (slow.Count == 0) return;
        LogCut(slow.Count, Patience.TotalSeconds);
        foreach (var connection in slow) connection.Abort(new ConnectionAbortedException("The program stops."));
    }

    [LoggerMessage(740, LogLevel.Information,
        "{Count} connections are cut: their callers are still sending or reading {Seconds} seconds after the stop began")]
    private partial void LogCut(int count, double seconds);
}
