using Dashboard.Domain.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Application.Common;

/// <summary>Warns when new ids are ahead of the clock, and says when the clock has caught up (docs/adr/0026).</summary>
internal sealed partial class ClockWatch : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly OrderedIds _ids;
    private readonly ILogger<ClockWatch> _logger;
    private readonly PeriodicTimer _timer;
    private bool _isAhead;

    public ClockWatch(OrderedIds ids, TimeProvider clock, ILogger<ClockWatch> logger)
    {
        _ids = ids;
        _logger = logger;
        _timer = new PeriodicTimer(Interval, clock);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        CheckOnce();
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    internal void CheckOnce()
    {
        var ahead = _ids.AheadOfClock();
        if (ahead > OrderedIds.Tolerance == _isAhead) return;
        _isAhead = !_isAhead;
        if (_isAhead) LogAhead(TimeSpan.FromSeconds(Math.Round(ahead.TotalSeconds)));
        else LogCaughtUp();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) CheckOnce();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start looks again.
        }
    }

    [LoggerMessage(
        801, LogLevel.Warning,
        "Ids are {Ahead} ahead of the clock: the clock was ahead before, or was set back. Times come from the clock; "
        + "ids stay ahead until it has caught up")]
    private partial void LogAhead(TimeSpan ahead);

    [LoggerMessage(802, LogLevel.Information, "The clock has caught up with the ids")]
    private partial void LogCaughtUp();
}
