using System.Globalization;
using Dashboard.Application.History;
using Dashboard.Application.Pipeline;
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
/// Each transaction fires once, when its time is over: a check looks at the transactions whose time ended since the check before. After a
/// restart it continues after the newest transaction that an unresolved alert names.
/// </remarks>
public sealed partial class OverdueOutcomes : BackgroundService
{
    public const string Rule = "outcome_overdue";

    private const int PageSize = 1_000;

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(30);

    private readonly ITransactionHistory _history;
    private readonly AlertBook _alerts;
    private readonly ProcessingOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<OverdueOutcomes> _logger;
    private readonly PeriodicTimer _timer;
    private DateTimeOffset _checkedUpTo = DateTimeOffset.UnixEpoch;

    public OverdueOutcomes(
        ITransactionHistory history, AlertBook alerts, IOptions<ProcessingOptions> options, TimeProvider clock,
        ILogger<OverdueOutcomes> logger)
    {
        _history = history;
        _alerts = alerts;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        var ticks = Math.Clamp(_options.OutcomeTimeout.Ticks / 10, ShortestInterval.Ticks, LongestInterval.Ticks);
        _timer = new PeriodicTimer(TimeSpan.FromTicks(ticks), clock);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.Mode != ProcessingMode.External) return Task.CompletedTask;
        if (_alerts.NewestOf(Rule) is { } newest) _checkedUpTo = newest.Time + TimeSpan.FromMilliseconds(1);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    internal async Task CheckOnceAsync(CancellationToken cancellationToken)
    {
        var until = _clock.GetUtcNow() - _options.OutcomeTimeout;
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

        _checkedUpTo = until;
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
