using System.Collections.Concurrent;
using Dashboard.Application.Alerts;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Live;

/// <summary>The connected clients, each with a send loop of its own.</summary>
internal sealed partial class Viewers(
    HubConnections connections, IHubProtocolResolver protocols, LiveState state, TimeProvider clock, IOptions<LiveOptions> options, ILogger<Viewers> logger)
{
    private readonly ConcurrentDictionary<string, Viewer> _viewers = [];

    /// <summary>Starts sending to a new connection; false when there are as many clients as may be.</summary>
    public bool TryAdd(HubCallerContext connection)
    {
        if (!state.Clients.TryAdd(options.Value.MaxClients))
        {
            LogRefused(connection.ConnectionId, state.Clients.Refuse());
            return false;
        }

        var to = connections.Get(connection.ConnectionId);
        var viewer = new Viewer(frame => to.WriteAsync(frame.In(protocols.AllProtocols), connection.ConnectionAborted), Snapshot, clock);
        _viewers[connection.ConnectionId] = viewer;
        LogConnected(connection.ConnectionId, state.Clients.Count);
        _ = RunAsync(connection, viewer);
        return true;
    }

    /// <summary>Forgets a connection.</summary>
    public void Remove(string connectionId, Exception? reason)
    {
        if (!_viewers.TryRemove(connectionId, out var viewer)) return;
        var why = reason?.Message ?? (viewer.Slowest >= options.Value.SendTimeout ? "cut, it did not read" : "closed");
        LogDisconnected(connectionId, state.Clients.Remove(), why, viewer.Slowest.TotalSeconds);
    }

    /// <summary>Hands a frame to every client without waiting for any; gives how many were too far behind to take it.</summary>
    public int Offer(LiveFrame frame)
    {
        var behind = 0;
        foreach (var (_, viewer) in _viewers)
            if (!viewer.Offer(frame)) behind++;
        return behind;
    }

    // Not a batch, so it carries 0 of 0 changes: a client that was shown less than the sequence says sees the gap.
    private LiveFrame Snapshot()
    {
        var live = state.Live.Snapshot();
        var metrics = state.Metrics.Current with { Sequence = live.Sequence, Shown = 0, Changed = 0 };
        return new LiveFrame(live.Transactions, metrics, state.Alerts.Newest(options.Value.MaxAlertsPerTick));
    }

    private async Task RunAsync(HubCallerContext connection, Viewer viewer)
    {
        try
        {
            await viewer.RunAsync(connection.ConnectionAborted);
        }
        catch (OperationCanceledException)
        {
            // The connection is gone; OnDisconnected has or will have removed it.
        }
        catch (Exception exception)
        {
            // Cut rather than left without news: the client sees it and comes back.
            LogSendFailed(exception, connection.ConnectionId);
            connection.Abort();
        }
    }

    [LoggerMessage(710, LogLevel.Information, "Client {ConnectionId} connected; {Clients} now")]
    private partial void LogConnected(string connectionId, int clients);

    [LoggerMessage(711, LogLevel.Information,
        "Client {ConnectionId} disconnected; {Clients} now; {Reason}; the slowest frame took {Seconds:0.0} s")]
    private partial void LogDisconnected(string connectionId, int clients, string reason, double seconds);

    [LoggerMessage(712, LogLevel.Warning, "Sending to client {ConnectionId} failed; it is cut")]
    private partial void LogSendFailed(Exception exception, string connectionId);

    [LoggerMessage(713, LogLevel.Warning, "Client {ConnectionId} refused: too many clients; {Refused} refused since the start")]
    private partial void LogRefused(string connectionId, long refused);
}

/// <summary>The sources of what clients see, and how many they are.</summary>
internal sealed record LiveState(LiveFeed Live, MetricsAggregator Metrics, AlertBook Alerts, ConnectedClients Clients);
