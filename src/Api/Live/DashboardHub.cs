using Dashboard.Application.Live;
using MediatR;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Api.Live;

/// <summary>Where clients connect. What they are sent, the broadcaster decides.</summary>
internal sealed partial class DashboardHub(Viewers viewers, IMediator mediator, ILogger<DashboardHub> logger) : Hub<IDashboardClient>
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

    /// <summary>What was missed since a number of an epoch, or that only a snapshot can help.</summary>
    public Task<ResumeAnswer> Resume(string? epoch, long sequence) => mediator.Send(new ResumeLiveView(epoch, sequence), Context.ConnectionAborted);

    [LoggerMessage(710, LogLevel.Information, "Client {ConnectionId} connected; {Clients} now")]
    private partial void LogConnected(string connectionId, int clients);

    [LoggerMessage(711, LogLevel.Information, "Client {ConnectionId} disconnected; {Clients} now {Reason}")]
    private partial void LogDisconnected(string connectionId, int clients, string? reason);
}
