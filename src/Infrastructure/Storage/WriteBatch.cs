using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Something that the writer is to make durable.</summary>
internal abstract record StoreChange;

/// <summary>New transactions, and the caller who waits for their commit.</summary>
internal sealed record AddChange(IReadOnlyList<Transaction> Transactions, TaskCompletionSource<IReadOnlyList<AddResult>> Waiter) : StoreChange;

internal sealed record UpdateChange(Transaction Transaction) : StoreChange;

internal sealed record AlertChange(Alert Alert) : StoreChange;

/// <summary>The changes of one commit. Of several states of one transaction or alert only the newest is written.</summary>
internal sealed class WriteBatch
{
    private readonly Dictionary<TransactionId, TransactionWrite> _transactions = [];
    private readonly Dictionary<long, Alert> _alerts = [];
    private readonly List<AddChange> _adds = [];

    /// <summary>Changes taken in, before states of the same transaction were merged.</summary>
    public int Changes { get; private set; }

    /// <summary>Somebody waits for this commit.</summary>
    public bool IsAwaited => _adds.Count > 0;

    public IReadOnlyCollection<TransactionWrite> Transactions => _transactions.Values;

    public IReadOnlyCollection<Alert> Alerts => _alerts.Values;

    public void Take(StoreChange change)
    {
        switch (change)
        {
            case AddChange add:
                _adds.Add(add);
                Changes += add.Transactions.Count;
                foreach (var transaction in add.Transactions) _transactions.Add(transaction.Id, new TransactionWrite(transaction));
                break;
            case UpdateChange { Transaction: var state }:
                Changes++;
                if (_transactions.TryGetValue(state.Id, out var known)) known.State = state;
                else _transactions.Add(state.Id, new TransactionWrite(state) { IsNew = false });
                break;
            case AlertChange { Alert: var alert }:
                Changes++;
                _alerts[alert.Id] = alert;
                break;
        }
    }

    /// <summary>Tells every waiter what became of its transactions; called after the commit.</summary>
    public void Answer()
    {
        foreach (var add in _adds)
            add.Waiter.SetResult([.. add.Transactions.Select(t => _transactions[t.Id].Result)]);
    }

    /// <summary>Tells every waiter that nothing was written.</summary>
    public void Abandon(Exception reason)
    {
        foreach (var add in _adds) add.Waiter.SetException(reason);
    }
}

/// <summary>The state of one transaction to be written, and what became of it.</summary>
internal sealed class TransactionWrite(Transaction state)
{
    public Transaction State { get; set; } = state;

    public bool IsNew { get; init; } = true;

    public AddResult Result { get; set; }
}
