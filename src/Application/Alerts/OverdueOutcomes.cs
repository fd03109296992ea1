using System.Globalization;
using Dashboard.Application.Cluster;
using Dashboard.Application.History;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Alerts;

/// <summary>
/// Raises an alert per source for transactions whose outcome was not reported in time. Does nothing unless the gateway is external.
/// </summary>
/// <remarks>
/// Each transaction fires once, when its time is over: a check looks at the transactions whose time ended since the check before. The store
/// remembers how far the last check came that found something, so a restart does not raise alerts again that a person has resolved.
/// </remarks>
public sealed partial class OverdueOutcomes : BackgroundService
{
    public const string Rule = "outcome_overdue";

    private const string ProgressName = "outcomesCheckedUpTo";

    private const int PageSize = 1_000;

    // A clock that was set back by more than this was ahead before: what was checked by it is checked again.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(30);

    private readonly ITransactionHistory _history;
    private readonly AlertBook _alerts;
    private readonly IStore _store;
    private readonly IStoreState _state;
    private readonly NodeRoles _roles;
    private readonly ProcessingOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<OverdueOutcomes> _logger;
    private readonly PeriodicTimer _timer;
    private DateTimeOffset _checkedUpTo = DateTimeOffset.UnixEpoch;
    private bool _hadRole;

    public OverdueOutcomes(
        ITransactionHistory history, AlertBook alerts, IStore store, IStoreState state, NodeRoles roles,
        IOptions<ProcessingOptions> options, TimeProvider clock, ILogger<OverdueOutcomes> logger)
    {
        _history = history;
        _alerts = alerts;
        _store = store;
        _state = state;
        _roles = roles;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        var ticks = Math.Clamp(_options.OutcomeTimeout.Ticks / 10, ShortestInterval.Ticks, LongestInterval.Ticks);
        _timer = new PeriodicTimer(TimeSpan.FromTicks(ticks), clock);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.Mode != ProcessingMode.External) return;
        if (await StoredProgressAsync(cancellationToken) is { } stored) _checkedUpTo = stored;
        // An earlier version stored no progress.
        else if (_alerts.NewestOf(Rule) is { } newest) _checkedUpTo = newest.Time + TimeSpan.FromMilliseconds(1);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    internal async Task CheckOnceAsync(CancellationToken cancellationToken)
    {
        var until = _clock.GetUtcNow() - _options.OutcomeTimeout;
        if (_checkedUpTo - until > ClockSlack) await StoreProgressAsync(until, cancellationToken);
        if (until <= _checkedUpTo) return;
        var filter = new TransactionFilter
        {
            Statuses = [TransactionStatus.Pending, TransactionStatus.Processing],
            From = _checkedUpTo,
            To = until,
        };
        var bySource = new Dictionary<string, (long Count, TransactionId First, TransactionId Newest)>(StringComparer.Ordinal);
        TransactionId? before = null;
        while (await _history.PageAsync(filter, before, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var source in page.GroupBy(t => t.Details.Source))
            {
                // Pages come newest first: the first transaction seen of a source is its newest.
                var (counted, _, newest) = bySource.GetValueOrDefault(source.Key, (0, default, source.First().Id));
                bySource[source.Key] = (counted + source.Count(), source.Last().Id, newest);
            }

            before = page[^1].Id;
        }

        foreach (var (source, (count, first, newest)) in bySource)
        {
            var message = string.Create(CultureInfo.InvariantCulture,
                $"{count} transactions of {source} had no outcome {_options.OutcomeTimeout:c} after their receipt.");
            await _alerts.FireAsync(
                new AlertSignal(Rule, source, AlertSeverity.Warning, message, newest, count) { FirstTransactionId = first });
            LogOverdue(count, source);
        }

        // Only a check that found something has to be remembered: a repeat of the others finds nothing either.
        if (bySource.Count > 0) await StoreProgressAsync(until, cancellationToken);
        _checkedUpTo = until;
    }

    private async Task<DateTimeOffset?> StoredProgressAsync(CancellationToken cancellationToken) =>
        await _state.FindAsync(ProgressName, cancellationToken) is { } stored
            ? DateTimeOffset.Parse(stored, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : null;

    // After the alerts are stored: a crash in between raises them again, and none is lost.
    private async Task StoreProgressAsync(DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        await _store.FlushAsync(cancellationToken);
        await _state.SetAsync(ProgressName, upTo.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), cancellationToken);
        _checkedUpTo = upTo;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) await TryCheckAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start finds the outcomes that are overdue by then.
        }
    }

    private async Task TryCheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var hadRole = _hadRole;
            _hadRole = _roles.Has(NodeRoles.Outcomes);
            if (!_hadRole) return;
            // Another node has checked in between. What it found is in the progress.
            if (!hadRole && await StoredProgressAsync(cancellationToken) is { } stored && stored > _checkedUpTo) _checkedUpTo = stored;
            await CheckOnceAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next check reads the store again from the same place.
            LogCheckFailed(exception);
        }
    }

    [LoggerMessage(310, LogLevel.Warning, "{Count} outcomes of source {Source} are overdue")]
    private partial void LogOverdue(long count, string source);

    [LoggerMessage(311, LogLevel.Warning, "The check for overdue outcomes failed; it is tried again")]
    private partial void LogCheckFailed(Exception exception);
}
