using Dashboard.Application.Storage;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Pipeline;

/// <summary>Takes up what an earlier process stored and did not finish. Runs beside the other feeds, oldest first.</summary>
internal sealed partial class RecoveryFeed(
    IStoredTransactions stored, RecoveryEntry entry, RecoveryState state, TimeProvider clock, ILogger<RecoveryFeed> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private TransactionId? _highest;
    private TransactionId _last;
    private int _recovered;

    /// <summary>Notes where this process begins, before any feed can add: what is newer is not to be recovered.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _highest = await stored.HighestIdAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_highest is { } highest && !await TryRecoverAsync(highest, stoppingToken))
                await Task.Delay(RetryDelay, clock, stoppingToken);
            state.Complete();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not reached stays unfinished in the store, for the next start.
        }

        if (_recovered > 0) LogRecovered(_recovered);
    }

    // False when the store could not be read to the end; the next call goes on behind the last one taken up.
    private async Task<bool> TryRecoverAsync(TransactionId highest, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var transaction in stored.UnfinishedAsync(_last, highest, cancellationToken))
            {
                await entry.TakeUpAsync(transaction, cancellationToken);
                _last = transaction.Id;
                _recovered++;
            }

            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogRetry(exception, _recovered);
            return false;
        }
    }

    [LoggerMessage(204, LogLevel.Information, "{Count} unfinished transactions of an earlier run are taken up again")]
    private partial void LogRecovered(int count);

    [LoggerMessage(205, LogLevel.Warning, "Unfinished transactions cannot be read; {Count} are taken up so far, the others will be tried again")]
    private partial void LogRetry(Exception exception, int count);
}

/// <summary>Where a recovered transaction goes on.</summary>
internal sealed class RecoveryEntry(TransactionQueue queue, FlowCounters flow, IMediator mediator, IOptions<ProcessingOptions> options)
{
    public async Task TakeUpAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        if (transaction.Status == TransactionStatus.Processing && options.Value.Mode == ProcessingMode.External)
        {
            // Its outcome may be reported at any moment, so it is not asked for again.
            flow.Recovered();
            flow.Started();
            await mediator.Publish(new TransactionStarted(transaction), CancellationToken.None);
            return;
        }

        using var room = await queue.ReserveAsync(1, cancellationToken);
        flow.Recovered();
        room.Enqueue([transaction]);
    }
}
