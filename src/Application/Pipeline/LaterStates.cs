using MediatR;

namespace Dashboard.Application.Pipeline;

/// <summary>Hands the step to Processing to the batched writer. An end is published after its commit, so it is stored already.</summary>
[PipelineListener(ListenerRole.Writer)]
internal sealed class LaterStates(ITransactionStore store) : INotificationHandler<TransactionStarted>
{
    public Task Handle(TransactionStarted notification, CancellationToken cancellationToken) =>
        store.UpdateAsync(notification.Transaction).AsTask();
}
