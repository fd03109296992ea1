using Dashboard.Application.Alerts;
using Dashboard.Application.History;
using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Figures;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Application.Monitors.Status;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Monitors;

/// <summary>
/// Notices what is unusual: counts the payments that end, judges each second, and keeps the alerts of the incidents up to date. Answers
/// from memory what explains a change.
/// </summary>
/// <remarks>The pipeline only hands payments over; they are counted by a timer.</remarks>
[PipelineListener(ListenerRole.Monitors)]
public sealed partial class IncidentWatch : BackgroundService, INotificationHandler<TransactionCompleted>
{
    // Payments that wait to be counted. More come only when the timer is held up.
    private const int MaxWaiting = 100_000;

    // The clock may jump so many seconds; beyond it the seconds in between are not looked at.
    private const int LongestGap = 5;

    // The alert of an incident is updated no more often.
    private const int FireEvery = 5;

    // Seconds between two looks for monitors that another node has changed.
    private const int ReadEvery = 10;

    private const int PageSize = 2_000;

    private static readonly TimeSpan ReadBack = TimeSpan.FromHours(1);

    private readonly Lock _waitingLock = new();
    private readonly Lock _lock = new();
    private readonly MonitorOptions _options;
    private readonly AlertBook _alerts;
    private readonly ITransactionHistory _history;
    private readonly MonitorSeeds _seeds;
    private readonly TimeProvider _clock;
    private readonly ILogger<IncidentWatch> _logger;
    private readonly IncidentFinder _finder;
    private readonly PeriodicTimer _timer;
    private List<Transaction> _waiting = [];
    private List<Transaction> _counting = [];
    private long? _monitorsReadAt;
    private long _missed;
    private long _lookedAt;

    public IncidentWatch(
        AlertBook alerts, ITransactionHistory history, MonitorSeeds seeds, OrderedIds ids, TimeProvider clock,
        IOptions<MonitorOptions> options, ILogger<IncidentWatch> logger)
    {
        (_alerts, _history, _seeds) = (alerts, history, seeds);
        (_clock, _logger, _options) = (clock, logger, options.Value);
        _lookedAt = clock.GetUtcNow().ToUnixTimeSeconds() - 1;
        _finder = new IncidentFinder(_options, ids.Next, _lookedAt);
        _timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250), clock);
    }

    public Task Handle(TransactionCompleted notification, CancellationToken cancellationToken)
    {
        if (!_options.Enabled) return Task.CompletedTask;
        lock (_waitingLock)
        {
            if (_waiting.Count < MaxWaiting) _waiting.Add(notification.Transaction);
            else _missed++;
        }

        return Task.CompletedTask;
    }

    /// <summary>The open incidents first, then those that ended, the newest first.</summary>
    public IncidentList Incidents()
    {
        lock (_lock) return new IncidentList([.. _finder.Book.All.Select(i => i.ToDto())]);
    }

    /// <summary>What is approved at the moment, and what usually is.</summary>
    internal ApprovalFigures Approval()
    {
        lock (_lock)
        {
            var everything = _finder.Everything;
            var minute = default(SecondCounts);
            for (var second = _lookedAt - ApprovalFigures.Seconds + 1; second <= _lookedAt; second++)
                minute.Add(everything.Figures.At(second));
            return new ApprovalFigures(minute.Payments, minute.Failed, everything.Usual, _options.Enabled);
        }
    }

    /// <summary>What explains a change of a measure in a span of time.</summary>
    public ExplainReport Explain(ExplainChange question)
    {
        lock (_lock)
        {
            Count();
            return Explainer.Explain(
                _finder.Recent, question.Measure, SpanOf(question.From, question.To), SpanOf(question.BaselineFrom, question.BaselineTo));
        }
    }

    /// <summary>Judges by these monitors from now on.</summary>
    public void Use(IReadOnlyList<MonitorVersion> monitors)
    {
        lock (_lock) _finder.Book.Use(monitors);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <summary>Counts what has ended, and looks at each second that is full by now.</summary>
    internal async Task LookAsync()
    {
        IReadOnlyList<Incident> changed = [];
        lock (_lock)
        {
            Count();
            var now = _clock.GetUtcNow();
            var end = now.ToUnixTimeSeconds() - 1;
            // A clock that was set back, or a machine that slept: the seconds in between are not looked at.
            if (end < _lookedAt || end - _lookedAt > LongestGap) _lookedAt = end - 1;
            while (_lookedAt < end) changed = _finder.Look(++_lookedAt, now);
        }

        foreach (var incident in changed) await FireAsync(incident);
        if (Interlocked.Exchange(ref _missed, 0) is > 0 and var missed) LogMissed(missed);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.Enabled) return;
        try
        {
            await ReadBackAsync(stoppingToken);
            while (await _timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryLookAsync();
                await ReadMonitorsAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Open incidents are found again after the next start, if they go on.
        }
    }

    private static SpanOfSeconds SpanOf(DateTimeOffset from, DateTimeOffset to) => new(from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());

    private void Count()
    {
        lock (_waitingLock) (_waiting, _counting) = (_counting, _waiting);
        foreach (var ended in _counting) _finder.Add(ended);
        _counting.Clear();
    }

    // What is usual is known from the start on: the newest payments of the last hour, the oldest of them first.
    private async Task ReadBackAsync(CancellationToken cancellationToken)
    {
        var filter = new TransactionFilter
        {
            Statuses = [TransactionStatus.Completed, TransactionStatus.Failed],
            From = _clock.GetUtcNow() - ReadBack,
            To = _clock.GetUtcNow(),
        };
        var read = new List<Transaction>();
        try
        {
            TransactionId? before = null;
            while (read.Count < _options.RecentPayments
                && await _history.PageAsync(filter, before, PageSize, cancellationToken) is { Count: > 0 } page)
            {
                read.AddRange(page);
                before = page[^1].Id;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Without them, what is usual is known a minute later.
            LogNotReadBack(exception);
        }

        lock (_lock) _finder.AddStored(read);
        LogReadBack(read.Count);
    }

    // At the start, and every now and then: another node may have changed them. Until they can be read, the four of the settings judge.
    private async Task ReadMonitorsAsync(CancellationToken cancellationToken)
    {
        if (_monitorsReadAt is { } last && _clock.GetElapsedTime(last).TotalSeconds < ReadEvery) return;
        _monitorsReadAt = _clock.GetTimestamp();
        try
        {
            Use(await _seeds.SeedAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogMonitorsNotRead(exception);
        }
    }

    private async Task TryLookAsync()
    {
        try
        {
            await LookAsync();
        }
        catch (Exception exception)
        {
            // The next second is looked at all the same.
            LogLookFailed(exception);
        }
    }

    private async Task FireAsync(Incident incident)
    {
        AlertSignal signal;
        lock (_lock)
        {
            var isLast = !incident.IsOpen;
            if (!isLast && incident.Fired > 0 && _lookedAt - incident.FiredAt < FireEvery) return;
            // A silence fires once. It is about the newest payment before it.
            var count = incident.Measure == Measure.Silence ? 1 : incident.Bad;
            if ((incident.NewestBad ?? NewestOf(incident)) is not { } newest) return;
            signal = new AlertSignal(
                Wording.RuleOf(incident.Measure), Wording.SubjectOf(incident.Slice), Wording.SeverityOf(incident),
                Wording.MessageOf(incident), newest, count - incident.Fired)
            {
                FirstTransactionId = incident.FirstBad,
            };
            if (signal.Times == 0 && !isLast) return;
            if (incident.Fired == 0) LogOpened(signal.Rule, incident.Payments, incident.Bad);
            (incident.Fired, incident.FiredAt) = (count, _lookedAt);
        }

        await _alerts.FireAsync(signal);
    }

    private TransactionId? NewestOf(Incident incident)
    {
        var recent = _finder.Recent;
        if (recent.CodesOf(incident.Slice) is not { } codes) return null;
        foreach (var row in recent.NewestFrom(long.MinValue))
            if (recent.IsIn(row, codes)) return recent.IdAt(row);
        return null;
    }

    [LoggerMessage(320, LogLevel.Warning, "Incident {Rule} opened: {Bad} of {Payments} payments")]
    private partial void LogOpened(string rule, long payments, long bad);

    [LoggerMessage(321, LogLevel.Warning, "{Count} payments were not counted for incidents, because counting was held up")]
    private partial void LogMissed(long count);

    [LoggerMessage(322, LogLevel.Warning, "What is usual could not be read from the store; it is learned from new payments")]
    private partial void LogNotReadBack(Exception exception);

    [LoggerMessage(323, LogLevel.Error, "Looking for incidents failed; the next second is looked at")]
    private partial void LogLookFailed(Exception exception);

    [LoggerMessage(326, LogLevel.Warning, "The monitors could not be read from the store; those that were read last go on")]
    private partial void LogMonitorsNotRead(Exception exception);

    [LoggerMessage(324, LogLevel.Information, "What is usual was learned from {Count} stored payments")]
    private partial void LogReadBack(int count);
}
