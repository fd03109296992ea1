using Dashboard.Application.Live;
using MediatR;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Api.Live;

/// <summary>Where clients connect. What they are sent, the broadcaster decides.</summary>
internal sealed class DashboardHub(Viewers viewers, IMediator mediator) : Hub<IDashboardClient>
{
    public const string TooManyClients = "There are as many clients as Live:MaxClients allows; try again later.";

    public override Task OnConnectedAsync() =>
        viewers.TryAdd(Context) ? base.OnConnectedAsync() : throw new HubException(TooManyClients);

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        viewers.Remove(Context.ConnectionId, exception);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>What was missed since a number of an epoch, or that only a snapshot can help.</summary>
    public Task<ResumeAnswer> Resume(string? epoch, long sequence) => mediator.Send(new ResumeLiveView(epoch, sequence), Context.ConnectionAborted);
}
