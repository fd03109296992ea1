using Dashboard.Api.Auth;
using Dashboard.Api.Live.Bounds;
using Dashboard.Application.Auth;
using Dashboard.Application.Live;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Api.Live;

/// <summary>The hub that clients connect to. The broadcaster sends; the hub has no logic.</summary>
[Authorize(Policies.See)]
internal sealed class DashboardHub(Viewers viewers, ResumeAnswers answers, SignIns signIns, IMediator mediator) : Hub<IDashboardClient>
{
    public const string TooManyClients = "The number of clients has reached Live:MaxClients. Connect again later.";

    public override Task OnConnectedAsync()
    {
        if (!viewers.TryAdd(Context)) throw new HubException(TooManyClients);
        var connection = Context;
        if (connection.GetHttpContext()?.Watch(signIns, connection.Abort) is { } watch)
            connection.ConnectionAborted.Register(watch.Dispose);
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        viewers.Remove(Context.ConnectionId, exception);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>The changes after a number of an epoch, or a snapshot when the server no longer has them.</summary>
    [Authorize(Policies.See)]
    public async Task<ResumeAnswer> Resume(string? epoch, long sequence)
    {
        var length = await answers.TakeAsync(Context);
        var answer = await mediator.Send(new ResumeLiveView(epoch, sequence, length), Context.ConnectionAborted);
        return Context.GetHttpContext()?.SeesAccounts() == false ? answer.Masked() : answer;
    }
}
