using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Dashboard.Application.Pipeline;

/// <summary>Takes one transaction from Pending (or, recovered, from Processing) to its end, or to where its outcome is awaited.</summary>
internal sealed partial class TransactionProcessor(
    IPaymentGateway gateway, IMediator mediator, FlowCounters flow, TimeProvider clock, ILogger<TransactionProcessor> logger)
{
    /// <summary>A gateway that throws is a failed transaction with this reason: it must end, and be seen.</summary>
    public const string GatewayError = "gateway_error";

    /// <exception cref="OperationCanceledException">The stop gave up waiting; the transaction stays Processing in the store.</exception>
    public async Task RunAsync(Transaction transaction, CancellationToken abandoned)
    {
        var processing = transaction.Status == TransactionStatus.Pending ? transaction.Start() : transaction;
        flow.Started();
        await mediator.Publish(new TransactionStarted(processing), CancellationToken.None);

        var started = clock.GetTimestamp();
        // Without an answer it stays in flight; its end comes by ReportOutcome.
        if (await AskGatewayAsync(processing, abandoned) is not { FailureReason: var failure }) return;
        var elapsed = clock.GetElapsedTime(started);

        var ended = failure is null
            ? processing.Complete(clock.GetUtcNow(), elapsed)
            : processing.Fail(clock.GetUtcNow(), elapsed, failure);
        // Counted last: what is counted as ended is on its way to the store (docs/adr/0013).
        await mediator.Publish(new TransactionCompleted(ended), CancellationToken.None);
        flow.Ended(failed: failure is not null);
    }

    private async Task<GatewayOutcome?> AskGatewayAsync(Transaction transaction, CancellationToken abandoned)
    {
        try
        {
            return await gateway.ProcessAsync(transaction, abandoned);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !abandoned.IsCancellationRequested)
        {
            LogGatewayError(exception, transaction.Id);
            return new GatewayOutcome(GatewayError);
        }
    }

    [LoggerMessage(201, LogLevel.Error, "The gateway threw on transaction {Id}; it is counted as failed")]
    private partial void LogGatewayError(Exception exception, TransactionId id);
}
