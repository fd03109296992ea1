using Dashboard.Application.Common;
using Dashboard.Application.Live;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Live;

/// <summary>Hands every tick to the connected clients.</summary>
internal sealed class DashboardBroadcaster : BackgroundService
{
    private readonly Ticks _ticks;
    private readonly Viewers _viewers;
    private readonly TickLog _log;
    private readonly TimeProvider _clock;
    private readonly PeriodicTimer _timer;
    private long _tickedAt;

    public DashboardBroadcaster(Ticks ticks, Viewers viewers, TickLog log, IOptions<LiveOptions> options, TimeProvider clock)
    {
        _ticks = ticks;
        _viewers = viewers;
        _log = log;
        _clock = clock;
        _timer = new PeriodicTimer(options.Value.BroadcastInterval, clock);
        _tickedAt = clock.GetTimestamp();
    }

    /// <summary>The time since the last tick; before the first one, since the start.</summary>
    public TimeSpan AgeOfTick => _clock.GetElapsedTime(Volatile.Read(ref _tickedAt));

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <summary>Composes a tick and offers it to every client; waits for none of them.</summary>
    internal void BroadcastOnce()
    {
        using var span = Tracing.Source.StartActivity("tick");
        var tick = _ticks.Next();
        span?.SetTag("dashboard.tick.changed", tick.Metrics.Changed).SetTag("dashboard.tick.clients", tick.Metrics.Clients);
        _log.Record(tick, framesBehind: _viewers.Offer(LiveFrame.Of(tick)));
        Volatile.Write(ref _tickedAt, _clock.GetTimestamp());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) BroadcastOnce();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Changes after the last tick are in the store.
        }
    }
}
