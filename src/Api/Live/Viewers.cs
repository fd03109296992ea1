using System.Collections.Concurrent;
using Dashboard.Application.Alerts;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Live;

/// <summary>The connected clients, each with a send loop of its own.</summary>
internal sealed partial class Viewers(
    IHubContext<DashboardHub, IDashboardClient> hub, LiveState state, ConnectedClients count, IOptions<LiveOptions> options, ILogger<Viewers> logger)
{
    private readonly ConcurrentDictionary<string, Viewer> _viewers = [];

    /// <summary>Starts sending to a new connection; gives the number of clients.</summary>
    public int Add(string connectionId, CancellationToken connectionAborted)
    {
        var viewer = new Viewer(hub.Clients.Client(connectionId), Snapshot);
        _viewers[connectionId] = viewer;
        _ = RunAsync(connectionId, viewer, connectionAborted);
        return count.Add();
    }

    /// <summary>Forgets a connection; gives the number of clients left.</summary>
    public int Remove(string connectionId)
    {
        _viewers.TryRemove(connectionId, out _);
        return count.Remove();
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

    private async Task RunAsync(string connectionId, Viewer viewer, CancellationToken connectionAborted)
    {
        try
        {
            await viewer.RunAsync(connectionAborted);
        }
        catch (OperationCanceledException)
        {
            // The connection is gone; OnDisconnected has or will have removed it.
        }
        catch (Exception exception)
        {
            _viewers.TryRemove(connectionId, out _);
            LogSendFailed(exception, connectionId);
        }
    }

    [LoggerMessage(712, LogLevel.Warning, "Sending to client {ConnectionId} failed; it gets no more")]
    private partial void LogSendFailed(Exception exception, string connectionId);
}

/// <summary>The sources of what clients see.</summary>
internal sealed record LiveState(LiveFeed Live, MetricsAggregator Metrics, AlertBook Alerts);
