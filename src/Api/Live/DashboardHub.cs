using Dashboard.Api.Live.Bounds;
using Dashboard.Application.Live;
using MediatR;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Api.Live;

/// <summary>The hub that clients connect to. The broadcaster sends; the hub has no logic.</summary>
internal sealed class DashboardHub(Viewers viewers, ResumeAnswers answers, IMediator mediator) : Hub<IDashboardClient>
{
    public const string TooManyClients = "The number of clients has reached Live:MaxClients. Connect again later.";

    public override Task OnConnectedAsync() =>
        viewers.TryAdd(Context) ? base.OnConnectedAsync() : throw new HubException(TooManyClients);

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        viewers.Remove(Context.ConnectionId, exception);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>The changes after a number of an epoch, or a snapshot when the server no longer has them.</summary>
    public async Task<ResumeAnswer> Resume(string? epoch, long sequence)
    {
        var length = await answers.TakeAsync(Context);
        return await mediator.Send(new ResumeLiveView(epoch, sequence, length), Context.ConnectionAborted);
    }
}
