using Dashboard.Application.Common;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Pipeline;

/// <summary>Takes up the transactions of this node's slots that earlier runs stored and did not finish, oldest first. Runs beside the other
/// feeds.</summary>
internal sealed partial class RecoveryFeed(
    IStoredTransactions stored, RecoveryEntry entry, RecoveryState state, NodeIdentity node, TimeProvider clock,
    ILogger<RecoveryFeed> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private TransactionId? _highest;
    private IReadOnlyCollection<int>? _slots;
    private TransactionId _last;
    private int _recovered;

    /// <summary>Notes the highest stored id before any feed can add: newer transactions belong to this run and are not recovered.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _highest = await stored.HighestIdAsync(cancellationToken) is { } highest ? new TransactionId(highest) : null;
        _slots = node.IsAlone ? null : [.. node.Slots];
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
            // Transactions not taken up yet stay unfinished in the store, for the next start.
        }

        if (_recovered > 0) LogRecovered(_recovered);
    }

    // False when the store could not be read to the end; the next call continues after the last transaction taken up.
    private async Task<bool> TryRecoverAsync(TransactionId highest, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var transaction in stored.UnfinishedAsync(_last, highest, _slots, cancellationToken))
            {
                await entry.TakeUpAsync(transaction, flow => flow.Recovered(), cancellationToken);
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

    [LoggerMessage(205, LogLevel.Warning, "Unfinished transactions cannot be read; {Count} are taken up so far, the rest is tried again")]
    private partial void LogRetry(Exception exception, int count);
}

/// <summary>Puts a recovered transaction where it continues: into the queue, or into the wait for its reported outcome.</summary>
internal sealed class RecoveryEntry(TransactionQueue queue, FlowCounters flow, IMediator mediator, IOptions<ProcessingOptions> options)
{
    /// <param name="count">Counts it as queued here.</param>
    public async Task TakeUpAsync(Transaction transaction, Action<FlowCounters> count, CancellationToken cancellationToken)
    {
        if (transaction.Status == TransactionStatus.Processing && options.Value.Mode == ProcessingMode.External)
        {
            // Its outcome may be reported at any moment, so the gateway is not asked again.
            count(flow);
            flow.Started();
            await mediator.Publish(new TransactionStarted(transaction), CancellationToken.None);
            return;
        }

        using var room = await queue.ReserveAsync(1, cancellationToken);
        count(flow);
        room.Enqueue([transaction]);
    }
}

/// <summary>Whether every transaction that other runs left unfinished to this one is taken up.</summary>
public sealed class RecoveryState
{
    private volatile bool _isComplete;

    public bool IsComplete => _isComplete;

    public void Complete() => _isComplete = true;

    /// <summary>More is to be taken up: another node died or stopped.</summary>
    public void Begin() => _isComplete = false;
}
