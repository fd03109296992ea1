using Dashboard.Application.Metrics.Series;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Application.Pipeline;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Metrics;

/// <summary>
/// Counts every end of a transaction and gives the figures as immutable snapshots, which are also the points of the chart series.
/// </summary>
/// <remarks>
/// Each tick takes a snapshot. Where ticks are rarer than <c>Metrics:Interval</c>, a timer takes one in between, so that charts have no
/// gaps. Reads the store once, at start: the last hour, so that a restart does not empty the figures.
/// </remarks>
[PipelineListener(ListenerRole.Metrics)]
public sealed partial class MetricsAggregator : BackgroundService, INotificationHandler<TransactionCompleted>
{
    private static readonly TimeSpan ReadBack = TimeSpan.FromHours(1);

    // A point that is late by no more than this leaves no gap in the series.
    private static readonly TimeSpan PointSlack = TimeSpan.FromSeconds(2);

    private readonly IFinishedTransactions _reader;
    private readonly FlowCounters _flow;
    private readonly TimeProvider _clock;
    private readonly ILogger<MetricsAggregator> _logger;
    private readonly TimeSpan _interval;
    private readonly PeriodicTimer _timer;

    // Guards _windows and _series. Every thread that ends a transaction records into them; every snapshot moves them.
    private readonly Lock _lock = new();
    private readonly WindowedMetrics _windows;
    private readonly SeriesRing _series;
    private long _tooFarAhead;

    // The newest answer for each range: buckets are added up once a second, however many viewers ask.
    private readonly Dictionary<SeriesRange, (MetricsBuckets Maker, long End, MetricsBucketsDto? Newest)> _buckets;

    // When the newest snapshot was taken.
    private long _snapshotAt;

    public MetricsAggregator(
        IFinishedTransactions reader, FlowCounters flow, TimeProvider clock, IOptions<MetricsOptions> options,
        ILogger<MetricsAggregator> logger)
    {
        _reader = reader;
        _flow = flow;
        _clock = clock;
        _logger = logger;
        _windows = new WindowedMetrics(clock.GetUtcNow());
        _buckets = SeriesRange.All.ToDictionary(
            range => range, range => (new MetricsBuckets(range, _windows.End), 0L, (MetricsBucketsDto?)null));
        _interval = options.Value.Interval;
        _series = new SeriesRing(clock.GetUtcNow(), _interval + PointSlack);
        // Made here and not in ExecuteAsync, where a timer would miss the first advance of a fake clock.
        _timer = new PeriodicTimer(_interval, clock);
    }

    /// <summary>The figures of this instant. Each end that was handled before the call is in them.</summary>
    public MetricsSnapshot Snapshot()
    {
        var flow = _flow.Snapshot();
        var now = _clock.GetUtcNow();
        WindowedFigures figures;
        lock (_lock) figures = _windows.Compute(now);
        var snapshot = new MetricsSnapshot(
            now, figures.TransactionsPerSecond, figures.LastMinute, figures.LastFiveMinutes, figures.LastHour, figures.TopSources, flow);
        lock (_lock) _series.Add(SeriesPoint.Of(snapshot));
        Volatile.Write(ref _snapshotAt, _clock.GetTimestamp());
        return snapshot;
    }

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

        Snapshot();
        await base.StartAsync(cancellationToken);
    }

    /// <summary>The figures of the last minutes, for charts.</summary>
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

    /// <summary>What ended in each bucket of the last minutes, for charts.</summary>
    public MetricsBucketsDto Buckets(SeriesRange range)
    {
        lock (_lock)
        {
            var (maker, end, newest) = _buckets[range];
            if (newest is not null && end == _windows.End) return newest;
            var buckets = maker.Of(_windows, _series);
            _buckets[range] = (maker, _windows.End, buckets);
            return buckets;
        }
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

    internal void FillGapOnce()
    {
        // A recent tick has already added its point; the chart then shows exactly the figures that were pushed.
        if (_clock.GetElapsedTime(Volatile.Read(ref _snapshotAt)) > 1.5 * _interval) Snapshot();
        long tooFarAhead;
        lock (_lock) (tooFarAhead, _tooFarAhead) = (_tooFarAhead, 0);
        if (tooFarAhead > 0) LogTooFarAhead(tooFarAhead);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) FillGapOnce();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The series stays readable.
        }
    }

    private void Record(in TransactionEnd end)
    {
        lock (_lock)
        {
            // After a clock that was ahead the windows still lie where it was, and this end would be too old for them.
            if (end.EndedAt < _windows.EndTime - WindowedMetrics.FutureSlack && _clock.GetUtcNow() is var now
                && now < _windows.EndTime - WindowedMetrics.FutureSlack) _windows.Compute(now);
            if (_windows.Record(end)) return;
            // After minutes without a snapshot, for example on a machine that was suspended, the windows first have to move to now.
            _windows.Compute(_clock.GetUtcNow());
            if (!_windows.Record(end)) _tooFarAhead++;
        }
    }

    [LoggerMessage(401, LogLevel.Information, "Metrics loaded {Count} transactions of the last hour from the store")]
    private partial void LogReadBack(int count);

    [LoggerMessage(402, LogLevel.Warning, "{Count} transactions ended minutes ahead of the clock; they are counted in no window")]
    private partial void LogTooFarAhead(long count);
}
