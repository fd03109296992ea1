using System.Runtime.CompilerServices;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>Removes finished transactions and resolved alerts when their time is over, once a minute. Does nothing unless a retention is set.</summary>
/// <remarks>A store that is away is tried again at the next pass; nothing that goes wrong here holds up or ends the program.</remarks>
internal sealed partial class Retention : BackgroundService
{
    // 150,000 rows, two and a half times what comes in a minute at 1,000 a second.
    private const int MaxBatches = 1_500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Removal _removal;
    private readonly TimeSpan? _retention;
    private readonly TimeProvider _clock;
    private readonly ILogger<Retention> _logger;
    private readonly PeriodicTimer _timer;
    private string? _trouble;

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

    /// <summary>Removes what is too old now, or as much of it as a pass may; the rest is for the next one.</summary>
    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (_retention is not { } retention) return;
        var time = _clock.GetUtcNow() - retention;
        var before = TransactionId.FirstAt(time).Value;
        var (transactions, alerts) = (0, 0);
        try
        {
            await foreach (var batch in WalkAsync(after => _removal.RemoveTransactionsAsync(after, before, cancellationToken), cancellationToken))
                transactions += batch.Removed;
            await foreach (var _ in WalkAsync(after => _removal.RemoveReceiptsAsync(after, cancellationToken), cancellationToken)) { }
            await foreach (var batch in WalkAsync(after => _removal.RemoveAlertsAsync(after, before, cancellationToken), cancellationToken))
                alerts += batch.Removed;
        }
        finally
        {
            if (transactions + alerts > 0) LogRemoved(transactions, alerts, time);
        }
    }

    /// <summary>A pass that throws nothing but the end of a stop.</summary>
    internal async Task TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(cancellationToken);
            _trouble = null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = StoreErrors.Reason(exception);
            // Said once, and again only when something else is the matter.
            if (reason == _trouble) return;
            _trouble = reason;
            if (StoreErrors.IsAway(exception)) LogAway(reason);
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
            // The rest is removed by the next run.
        }
    }

    private async IAsyncEnumerable<RemovedBatch> WalkAsync(
        Func<long, Task<RemovedBatch>> remove, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = 0L;
        for (var batches = 1; ; batches++)
        {
            var batch = await remove(after);
            yield return batch;
            if (batch.Next is not { } next || batches == MaxBatches) yield break;
            after = next;
            await Task.Delay(Pause, _clock, cancellationToken);
        }
    }

    [LoggerMessage(130, LogLevel.Information, "Removed {Transactions} finished transactions and {Alerts} resolved alerts of before {Time:u}")]
    private partial void LogRemoved(int transactions, int alerts, DateTimeOffset time);

    [LoggerMessage(131, LogLevel.Warning, "The store is away ({Reason}); what is too old is removed when it is back")]
    private partial void LogAway(string reason);

    [LoggerMessage(132, LogLevel.Error, "What is too old cannot be removed; it is tried again every minute")]
    private partial void LogFailed(Exception exception);
}
