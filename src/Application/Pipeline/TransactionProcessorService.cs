using Dashboard.Application.Common;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Pipeline;

/// <summary>Reads the queue and keeps up to <see cref="ProcessingOptions.MaxInFlight"/> transactions at the gateway at once.</summary>
/// <remarks>
/// At a stop it takes no more from the queue, waits up to the drain timeout for transactions in flight, waits until their ends are stored
/// and counted, and leaves the others unfinished in the store, from where the next start takes them up. An unexpected error stops the host,
/// because a pipeline that silently stands still is worse.
/// </remarks>
internal sealed partial class TransactionProcessorService(
    TransactionQueue queue, TransactionProcessor processor, EndedTransactions ended, UncleanEnd end, IHostApplicationLifetime lifetime,
    IOptions<ProcessingOptions> options, TimeProvider clock, ILogger<TransactionProcessorService> logger)
    : BackgroundService
{
    private readonly int _maxInFlight = options.Value.MaxInFlight;
    private readonly SemaphoreSlim _places = new(options.Value.MaxInFlight, options.Value.MaxInFlight);
    private readonly CancellationTokenSource _abandon = new();

    public override void Dispose()
    {
        base.Dispose();
        _places.Dispose();
        _abandon.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var transaction in queue.ReadAllAsync(stoppingToken))
            {
                // Not cancelled: a transaction taken from the queue is always processed. The simulated gateway frees a place after
                // MaxDelay at the latest.
                await _places.WaitAsync(CancellationToken.None);
                _ = RunAsync(transaction);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await DrainAsync();
        }
    }

    private async Task RunAsync(Transaction transaction)
    {
        try
        {
            await processor.RunAsync(transaction, _abandon.Token);
        }
        catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
        {
            // Stays Processing in the store; the next start takes it up.
        }
        catch (Exception exception)
        {
            LogStopping(exception, transaction.Id);
            end.Report($"Processing of transaction {transaction.Id} failed unexpectedly.");
            lifetime.StopApplication();
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task DrainAsync()
    {
        await using var timer = clock.CreateTimer(_ => _abandon.Cancel(), null, options.Value.DrainTimeout, Timeout.InfiniteTimeSpan);
        for (var i = 0; i < _maxInFlight; i++) await _places.WaitAsync(CancellationToken.None);
        await ended.DrainAsync();
        LogDrained(complete: !_abandon.IsCancellationRequested);
    }

    [LoggerMessage(202, LogLevel.Critical, "Processing of transaction {Id} failed unexpectedly; the application stops")]
    private partial void LogStopping(Exception exception, TransactionId id);

    [LoggerMessage(203, LogLevel.Information, "Processing stopped; every transaction in flight ended: {Complete}")]
    private partial void LogDrained(bool complete);
}
