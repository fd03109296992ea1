using Dashboard.Application.Live;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Api.Live;

/// <summary>Where clients connect. What they are sent, the broadcaster decides.</summary>
internal sealed partial class DashboardHub(Viewers viewers, ILogger<DashboardHub> logger) : Hub<IDashboardClient>
{
    public override Task OnConnectedAsync()
    {
        LogConnected(Context.ConnectionId, viewers.Add(Context.ConnectionId, Context.ConnectionAborted));
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        LogDisconnected(Context.ConnectionId, viewers.Remove(Context.ConnectionId), exception?.Message);
        return base.OnDisconnectedAsync(exception);
    }

    [LoggerMessage(710, LogLevel.Information, "Client {ConnectionId} connected; {Clients} now")]
    private partial void LogConnected(string connectionId, int clients);

    [LoggerMessage(711, LogLevel.Information, "Client {ConnectionId} disconnected; {Clients} now {Reason}")]
    private partial void LogDisconnected(string connectionId, int clients, string? reason);
}
