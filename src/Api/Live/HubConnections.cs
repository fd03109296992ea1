using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Dashboard.Api.Live;

/// <summary>The connections of the hub as the protocol sees them: to write messages to that are serialised once for all, and to say goodbye.</summary>
internal sealed class HubConnections(ILogger<DefaultHubLifetimeManager<DashboardHub>> logger, TimeProvider clock)
    : DefaultHubLifetimeManager<DashboardHub>(logger)
{
    // For all clients together: one that does not read is not waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, HubConnectionContext> _connections = [];

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _connections[connection.ConnectionId] = connection;
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        _connections.TryRemove(connection.ConnectionId, out _);
        return base.OnDisconnectedAsync(connection);
    }

    /// <summary>The connection of that id; throws when it is gone.</summary>
    public HubConnectionContext Get(string connectionId) => _connections[connectionId];

    /// <summary>
    /// Tells every client that the program stops and that it may connect again; without that its connection would just break. Called once,
    /// when the stop begins and before the connections are aborted. Clients close on their own when they are told.
    /// </summary>
    public void SayFarewell()
    {
        using var enough = new CancellationTokenSource(Patience, clock);
        foreach (var (_, connection) in _connections) _ = connection.WriteAsync(new CloseMessage(error: null, allowReconnect: true), enough.Token).AsTask();
        SpinWait.SpinUntil(() => _connections.IsEmpty, Patience);
    }
}
