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
    IPaymentGateway gateway, ITransactionStore store, EndedTransactions endings, IMediator mediator, FlowCounters flow, TimeProvider clock,
    ILogger<TransactionProcessor> logger)
{
    /// <summary>Failure reason of a transaction on which the gateway threw: the transaction must end visibly.</summary>
    public const string GatewayError = "gateway_error";

    /// <summary>Completes when the transaction has left the gateway, and its end is on the way to the store.</summary>
    /// <exception cref="OperationCanceledException">The stop gave up waiting; the transaction stays Processing in the store.</exception>
    public async Task RunAsync(Transaction transaction, CancellationToken abandoned)
    {
        var processing = transaction.Status == TransactionStatus.Pending ? transaction.Start() : transaction;
        flow.Started();
        await mediator.Publish(new TransactionStarted(processing), CancellationToken.None);

        var started = clock.GetTimestamp();
        // Without an answer the transaction stays in flight; ReportOutcome ends it.
        if (await AskGatewayAsync(processing, abandoned) is not { FailureReason: var failure }) return;
        var elapsed = clock.GetElapsedTime(started);

        var ended = failure is null
            ? processing.Complete(clock.GetUtcNow(), elapsed)
            : processing.Fail(clock.GetUtcNow(), elapsed, failure);
        await endings.ReserveAsync();
        await store.EndAsync(ended);
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
}

/// <summary>Hands the step to Processing to the batched writer. An end is published after its commit, so it is stored already.</summary>
[PipelineListener(ListenerRole.Writer)]
internal sealed class LaterStates(ITransactionStore store) : INotificationHandler<TransactionStarted>
{
    public Task Handle(TransactionStarted notification, CancellationToken cancellationToken) =>
        store.UpdateAsync(notification.Transaction).AsTask();
}
