using System.Diagnostics;
using Dashboard.Application.Common;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Dashboard.Application.Pipeline;

/// <summary>
/// Takes one transaction from Pending (or, recovered, from Processing) to its end, or to the wait for its reported outcome.
/// </summary>
internal sealed partial class TransactionProcessor(
    IPaymentGateway gateway, ITransactionStore store, IMediator mediator, FlowCounters flow, TimeProvider clock,
    ILogger<TransactionProcessor> logger)
{
    /// <summary>Failure reason of a transaction on which the gateway threw: the transaction must end visibly.</summary>
    public const string GatewayError = "gateway_error";

    /// <summary>Completes when the transaction has left the gateway, with the rest of its way: its end is counted and shown once it is
    /// stored.</summary>
    /// <exception cref="OperationCanceledException">The stop gave up waiting; the transaction stays Processing in the store.</exception>
    public async Task<Task> RunAsync(Transaction transaction, CancellationToken abandoned)
    {
        var processing = transaction.Status == TransactionStatus.Pending ? transaction.Start() : transaction;
        flow.Started();
        await mediator.Publish(new TransactionStarted(processing), CancellationToken.None);

        var started = clock.GetTimestamp();
        // Without an answer the transaction stays in flight; ReportOutcome ends it.
        if (await AskGatewayAsync(processing, abandoned) is not { FailureReason: var failure }) return Task.CompletedTask;
        var elapsed = clock.GetElapsedTime(started);

        var ended = failure is null
            ? processing.Complete(clock.GetUtcNow(), elapsed)
            : processing.Fail(clock.GetUtcNow(), elapsed, failure);
        return FinishAsync(ended, await store.EndAsync(ended, isUrgent: false));
    }

    // Counted after the commit, and only when this node ended it (docs/adr/0035).
    private async Task FinishAsync(Transaction ended, Task<Transaction> stored)
    {
        try
        {
            if (!ReferenceEquals(await stored, ended))
            {
                flow.HandedOver();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The program stopped before the commit. It stays Processing in the store; the next start takes it up.
            return;
        }
        catch (InvalidOperationException exception)
        {
            // The writer has logged why. It stays in flight, as it does in the store, until the next start.
            LogNotStored(exception, ended.Id, ended.Status);
            return;
        }

        await mediator.Publish(new TransactionCompleted(ended), CancellationToken.None);
        flow.Ended(failed: ended.Status == TransactionStatus.Failed);
    }

    private async Task<GatewayOutcome?> AskGatewayAsync(Transaction transaction, CancellationToken abandoned)
    {
        // A transaction whose receipt is not traced is not traced here either.
        using var span = transaction.Trace is { } origin
            ? Tracing.Source.StartActivity("gateway", ActivityKind.Client, Tracing.ContextOf(origin))
            : null;
        span?.SetTag(Tracing.TransactionId, transaction.Id.ToString());
        try
        {
            var outcome = await gateway.ProcessAsync(transaction, abandoned);
            var status = outcome is not { FailureReason: var failure } ? transaction.Status
                : failure is null ? TransactionStatus.Completed : TransactionStatus.Failed;
            span?.SetTag(Tracing.TransactionStatus, status.ToString());
            return outcome;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !abandoned.IsCancellationRequested)
        {
            LogGatewayError(exception, transaction.Id);
            span?.SetStatus(ActivityStatusCode.Error);
            return new GatewayOutcome(GatewayError);
        }
    }

    [LoggerMessage(201, LogLevel.Error, "The gateway threw on transaction {Id}; it is counted as failed")]
    private partial void LogGatewayError(Exception exception, TransactionId id);

    [LoggerMessage(207, LogLevel.Error, "The end of transaction {Id} ({Status}) is not stored; it stays in flight until the next start")]
    private partial void LogNotStored(Exception exception, TransactionId id, TransactionStatus status);
}
