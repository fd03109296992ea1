using MediatR;

namespace Dashboard.Application.Pipeline;

/// <summary>Hands every later state of a transaction to the batched writer.</summary>
[PipelineListener(ListenerRole.Writer)]
internal sealed class LaterStates(ITransactionStore store)
    : INotificationHandler<TransactionStarted>, INotificationHandler<TransactionCompleted>
{
    public Task Handle(TransactionStarted notification, CancellationToken cancellationToken) =>
        store.UpdateAsync(notification.Transaction).AsTask();

    public Task Handle(TransactionCompleted notification, CancellationToken cancellationToken) =>
        notification.IsStored ? Task.CompletedTask : store.UpdateAsync(notification.Transaction).AsTask();
}
