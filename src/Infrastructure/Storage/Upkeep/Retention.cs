using System.Runtime.CompilerServices;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>
/// Once a minute, removes finished transactions and resolved alerts that are older than the retention. Does nothing without one.
/// </summary>
/// <remarks>After a failure the next pass tries again. A failure here neither blocks nor ends the program.</remarks>
internal sealed partial class Retention : BackgroundService
{
    // 150,000 rows in a pass: two and a half times the receipts of a minute at 1,000 a second.
    private const int MaxBatches = 1_500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseBetweenBatches = TimeSpan.FromMilliseconds(20);

    private readonly Removal _removal;
    private readonly TimeSpan? _retention;
    private readonly TimeProvider _clock;
    private readonly ILogger<Retention> _logger;
    private readonly PeriodicTimer _timer;
    private string? _loggedReason;

    public Retention(Removal removal, IOptions<StorageOptions> options, TimeProvider clock, ILogger<Retention> logger)
    {
        _removal = removal;
        _retention = options.Value.Retention;
        _clock = clock;
        _logger = logger;
        _timer = new PeriodicTimer(Interval, clock);
    }

    public override Task StartAsync(CancellationToken cancellationToken) =>
        _retention is null ? Task.CompletedTask : base.StartAsync(cancellationToken);

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <summary>One pass: removes rows older than the retention, up to the limit of a pass. The next pass removes the rest.</summary>
    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (_retention is not { } retention) return;
        var time = _clock.GetUtcNow() - retention;
        var (oldestKept, oldestKeptAlert) = (TransactionId.FirstAt(time), AlertId.FirstAt(time));
        var (transactions, alerts) = (0, 0);
        try
        {
            var ended = InBatchesAsync(
                after => _removal.RemoveTransactionsAsync(after, oldestKept, cancellationToken), cancellationToken);
            await foreach (var batch in ended) transactions += batch.Removed;
            await foreach (var _ in InBatchesAsync(after => _removal.RemoveReceiptsAsync(after, cancellationToken), cancellationToken)) { }
            var resolved = InBatchesAsync(
                after => _removal.RemoveAlertsAsync(after, oldestKeptAlert, cancellationToken), cancellationToken);
            await foreach (var batch in resolved) alerts += batch.Removed;
        }
        finally
        {
            if (transactions + alerts > 0) LogRemoved(transactions, alerts, time);
        }
    }

    /// <summary>A pass that logs its failure. It throws only when it is cancelled.</summary>
    internal async Task TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(cancellationToken);
            _loggedReason = null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = StoreErrors.Reason(exception);
            // Each reason is logged once, until another one follows or a pass succeeds.
            if (reason == _loggedReason) return;
            _loggedReason = reason;
            if (StoreErrors.IsOutage(exception)) LogOutage(reason);
            else LogFailed(exception);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) await TryRunAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The next run of the program removes the rest.
        }
    }

    private async IAsyncEnumerable<RemovedBatch> InBatchesAsync(
        Func<long, Task<RemovedBatch>> remove, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = 0L;
        for (var batches = 1; ; batches++)
        {
            var batch = await remove(after);
            yield return batch;
            if (batch.Next is not { } next || batches == MaxBatches) yield break;
            after = next;
            await Task.Delay(PauseBetweenBatches, _clock, cancellationToken);
        }
    }

    [LoggerMessage(
        130, LogLevel.Information, "Removed {Transactions} finished transactions and {Alerts} resolved alerts from before {Time:u}")]
    private partial void LogRemoved(int transactions, int alerts, DateTimeOffset time);

    [LoggerMessage(131, LogLevel.Warning, "The store is unavailable ({Reason}); old rows are removed when it is available again")]
    private partial void LogOutage(string reason);

    [LoggerMessage(132, LogLevel.Error, "Old rows cannot be removed; the program tries again every minute")]
    private partial void LogFailed(Exception exception);
}
