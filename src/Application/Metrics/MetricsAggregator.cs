using Dashboard.Application.Alerts;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics.Series;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Metrics;

/// <summary>Counts every end of a transaction, and publishes the figures as one immutable snapshot per interval.</summary>
/// <remarks>Reads the store once, at start: the last hour, so that a restart does not blank the tiles.</remarks>
public sealed partial class MetricsAggregator : BackgroundService, INotificationHandler<TransactionCompleted>
{
    private static readonly TimeSpan ReadBack = TimeSpan.FromHours(1);

    // A tick that comes this much late leaves no gap in the series.
    private static readonly TimeSpan TickSlack = TimeSpan.FromSeconds(2);

    private readonly IFinishedTransactions _reader;
    private readonly PipelineState _state;
    private readonly TimeProvider _clock;
    private readonly ILogger<MetricsAggregator> _logger;
    private readonly PeriodicTimer _timer;

    // Guards _windows and _series: recorded into by every thread that ends a transaction, moved by the tick.
    private readonly Lock _lock = new();
    private readonly WindowedMetrics _windows;
    private readonly SeriesRing _series;
    private long _tooFarAhead;

    // Swapped whole; read by anybody.
    private volatile DashboardMetricsDto _current;

    public MetricsAggregator(
        IFinishedTransactions reader, PipelineState state, TimeProvider clock, IOptions<MetricsOptions> options, ILogger<MetricsAggregator> logger)
    {
        _reader = reader;
        _state = state;
        _clock = clock;
        _logger = logger;
        _windows = new WindowedMetrics(clock.GetUtcNow());
        _series = new SeriesRing(clock.GetUtcNow(), options.Value.Interval + TickSlack);
        // Made here and not in ExecuteAsync, where a timer would miss the first advance of a fake clock.
        _timer = new PeriodicTimer(options.Value.Interval, clock);
        _current = Compute();
    }

    /// <summary>The newest snapshot; never null, at most one interval old.</summary>
    public DashboardMetricsDto Current => _current;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var read = 0;
        await foreach (var end in _reader.FinishedSinceAsync(_clock.GetUtcNow() - ReadBack, cancellationToken))
        {
            Record(end);
            read++;
        }

        if (read > 0)
        {
            lock (_lock)
            {
                foreach (var point in PastMinutes.Of(_windows)) _series.Add(point);
            }

            LogReadBack(read);
        }

        Publish();
        await base.StartAsync(cancellationToken);
    }

    /// <summary>What the snapshots of the last minutes said.</summary>
    public MetricsSeriesDto Series(SeriesRange range)
    {
        long end;
        SeriesPoint?[] points;
        IReadOnlyList<string> currencies;
        lock (_lock)
        {
            end = _series.End;
            points = _series.Newest(range.Seconds);
            currencies = _windows.BusiestCurrencies(range.Seconds, MetricsSeries.MaxCurrencies);
        }

        return MetricsSeries.Of(range, end, points, currencies);
    }

    public Task Handle(TransactionCompleted notification, CancellationToken cancellationToken)
    {
        Record(TransactionEnd.Of(notification.Transaction));
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    internal void Tick()
    {
        Publish();
        long tooFarAhead;
        lock (_lock) (tooFarAhead, _tooFarAhead) = (_tooFarAhead, 0);
        if (tooFarAhead > 0) LogTooFarAhead(tooFarAhead);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) Tick();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last snapshot stays readable.
        }
    }

    private void Publish()
    {
        var metrics = Compute();
        lock (_lock) _series.Add(SeriesPoint.Of(metrics));
        _current = metrics;
    }

    private void Record(in TransactionEnd end)
    {
        lock (_lock)
        {
            if (_windows.Record(end)) return;
            // No tick for minutes, as after a suspended machine: the windows first have to move to now.
            _windows.Compute(_clock.GetUtcNow());
            if (!_windows.Record(end)) _tooFarAhead++;
        }
    }

    private DashboardMetricsDto Compute()
    {
        // Read before the windows: these figures then know at least of every change up to it.
        var sequence = _state.Live.Sequence;
        var flow = _state.Flow.Snapshot();
        var batch = _state.Live.Last;
        var now = _clock.GetUtcNow();
        WindowedFigures figures;
        lock (_lock) figures = _windows.Compute(now);
        return new DashboardMetricsDto
        {
            Epoch = _state.Live.Epoch,
            Sequence = sequence,
            ComputedAt = now,
            TransactionsPerSecond = figures.TransactionsPerSecond,
            LastMinute = figures.LastMinute,
            LastFiveMinutes = figures.LastFiveMinutes,
            LastHour = figures.LastHour,
            TopSources = figures.TopSources,
            Queued = flow.Queued,
            InFlight = flow.InFlight,
            AlertsOpen = _state.Alerts.Counts().Open,
            Clients = _state.Clients.Count,
            Shown = batch.Transactions.Count,
            Changed = batch.Changed,
            Flow = flow,
        };
    }

    [LoggerMessage(401, LogLevel.Information, "Metrics read {Count} transactions of the last hour back from the store")]
    private partial void LogReadBack(int count);

    [LoggerMessage(402, LogLevel.Warning, "{Count} ends are stamped minutes ahead of the clock and are in no window")]
    private partial void LogTooFarAhead(long count);
}

/// <summary>The parts of the pipeline that the figures are about.</summary>
public sealed record PipelineState(FlowCounters Flow, LiveFeed Live, ConnectedClients Clients, AlertBook Alerts);
