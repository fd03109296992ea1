using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Dashboard.Api.Live;

/// <summary>The connections of the hub at the level of the protocol, for messages that are serialised once for all clients.</summary>
internal sealed class HubConnections(ILogger<DefaultHubLifetimeManager<DashboardHub>> logger, TimeProvider clock)
    : DefaultHubLifetimeManager<DashboardHub>(logger)
{
    // For all clients together, so that a client that does not read cannot hold up the stop.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, HubConnectionContext> _connections = [];
    private readonly TaskCompletionSource _allClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _connections[connection.ConnectionId] = connection;
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        _connections.TryRemove(connection.ConnectionId, out _);
        if (_isStopping && _connections.IsEmpty) _allClosed.TrySetResult();
        return base.OnDisconnectedAsync(connection);
    }

    /// <summary>The connection of that id; throws when it is gone.</summary>
    public HubConnectionContext Get(string connectionId) => _connections[connectionId];

    /// <summary>
    /// Tells every client that the program stops and that it may connect again; otherwise the connection would just break. Called once,
    /// when the stop begins and before the connections are aborted. A client closes its connection when it gets the message.
    /// </summary>
    public void AnnounceShutdown()
    {
        _isStopping = true;
        if (_connections.IsEmpty) return;
        using var enough = new CancellationTokenSource(Patience, clock);
        var close = new CloseMessage(error: null, allowReconnect: true);
        foreach (var (_, connection) in _connections) _ = connection.WriteAsync(close, enough.Token).AsTask();
        _allClosed.Task.Wait(Patience);
    }
}
