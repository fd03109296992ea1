using System.Collections.Concurrent;
using Dashboard.Api.Auth;
using Dashboard.Api.Logging;
using Dashboard.Application.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Live;

/// <summary>The connected clients. Each has its own send loop.</summary>
internal sealed partial class Viewers(
    HubConnections connections, Ticks ticks, ConnectedClients clients,
    TimeProvider clock, IOptions<LiveOptions> options, ILogger<Viewers> logger)
{
    // Clients come and go as often as they like. The log does not grow with them.
    private const int LogLinesPerMinute = 120;

    private readonly ConcurrentDictionary<string, Viewer> _viewers = [];
    private readonly LogAllowance _allowance = new(LogLinesPerMinute, clock);
    private volatile Snapshot? _snapshot;

    /// <summary>Starts sending to a new connection; false when the limit of clients is reached.</summary>
    public bool TryAdd(HubCallerContext connection)
    {
        if (!clients.TryAdd(options.Value.MaxClients))
        {
            var refused = clients.Refuse();
            if (MayLog()) LogRefused(connection.ConnectionId, refused);
            return false;
        }

        var to = connections.Get(connection.ConnectionId);
        var isMasked = connection.GetHttpContext()?.SeesAccounts() == false;
        var viewer = new Viewer(Write, NewestSnapshot, clock);
        _viewers[connection.ConnectionId] = viewer;
        if (MayLog()) LogConnected(connection.ConnectionId, clients.Count);
        _ = RunAsync(connection, viewer);
        return true;

        ValueTask Write(LiveFrame frame) => to.WriteAsync((isMasked ? frame.Masked : frame).In(to.Protocol), connection.ConnectionAborted);
    }

    /// <summary>Removes a connection that has ended.</summary>
    public void Remove(string connectionId, Exception? reason)
    {
        if (!_viewers.TryRemove(connectionId, out var viewer)) return;
        var why = reason?.Message ?? (viewer.Slowest >= options.Value.SendTimeout ? "disconnected because it did not read" : "closed");
        var left = clients.Remove();
        if (MayLog()) LogDisconnected(connectionId, left, why, viewer.Slowest.TotalSeconds);
    }

    /// <summary>Hands a frame to every client without waiting; returns how many were too far behind to take it.</summary>
    public int Offer(LiveFrame frame)
    {
        var behind = 0;
        foreach (var (_, viewer) in _viewers)
            if (!viewer.Offer(frame)) behind++;
        return behind;
    }

    // Made once for all clients that connect or fall behind within the same tick.
    private LiveFrame NewestSnapshot()
    {
        var tick = ticks.Current;
        if (_snapshot is not { } known || known.Tick != tick) _snapshot = known = new Snapshot(tick, LiveFrame.SnapshotOf(tick));
        return known.Frame;
    }

    private async Task RunAsync(HubCallerContext connection, Viewer viewer)
    {
        try
        {
            await viewer.RunAsync(connection.ConnectionAborted);
        }
        catch (OperationCanceledException)
        {
            // The connection has ended; OnDisconnected removes the viewer.
        }
        catch (Exception exception)
        {
            // Disconnected rather than left without ticks: the client notices and reconnects.
            if (MayLog()) LogSendFailed(exception, connection.ConnectionId);
            connection.Abort();
        }
    }

    private bool MayLog()
    {
        var may = _allowance.TryTake(out var leftOut);
        if (leftOut > 0) LogLeftOut(leftOut, LogLinesPerMinute);
        return may;
    }

    private sealed record Snapshot(Tick Tick, LiveFrame Frame);

    [LoggerMessage(710, LogLevel.Information, "Client {ConnectionId} connected; {Clients} now")]
    private partial void LogConnected(string connectionId, int clients);

    [LoggerMessage(711, LogLevel.Information,
        "Client {ConnectionId} disconnected; {Clients} now; {Reason}; the slowest frame took {Seconds:0.0} s")]
    private partial void LogDisconnected(string connectionId, int clients, string reason, double seconds);

    [LoggerMessage(712, LogLevel.Warning, "Sending to client {ConnectionId} failed; the client is disconnected")]
    private partial void LogSendFailed(Exception exception, string connectionId);

    [LoggerMessage(713, LogLevel.Warning, "Client {ConnectionId} refused: too many clients; {Refused} refused since the start")]
    private partial void LogRefused(string connectionId, long refused);

    [LoggerMessage(715, LogLevel.Information, "{LeftOut} lines about clients were left out; at most {Max} a minute are written")]
    private partial void LogLeftOut(long leftOut, int max);
}
