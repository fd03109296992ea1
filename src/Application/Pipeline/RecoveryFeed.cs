using Dashboard.Application.Storage;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Application.Pipeline;

/// <summary>Queues again what an earlier process stored and did not finish. Runs beside the other feeds, oldest first.</summary>
internal sealed partial class RecoveryFeed(
    IStartupReader reader, TransactionQueue queue, FlowCounters flow, ILogger<RecoveryFeed> logger) : BackgroundService
{
    private TransactionId? _highest;

    /// <summary>Notes where this process begins, before any feed can add: what is newer is not to be recovered.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _highest = await reader.HighestIdAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_highest is not { } highest) return;

        var recovered = 0;
        try
        {
            await foreach (var transaction in reader.UnfinishedAsync(highest, stoppingToken))
            {
                using var room = await queue.ReserveAsync(1, stoppingToken);
                flow.Recovered();
                room.Enqueue([transaction]);
                recovered++;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not reached stays unfinished in the store, for the next start.
        }

        if (recovered > 0) LogRecovered(recovered);
    }

    [LoggerMessage(204, LogLevel.Information, "{Count} unfinished transactions of an earlier run are processed again")]
    private partial void LogRecovered(int count);
}
