using Dashboard.Application.Books;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>Something that the writer is to make durable.</summary>
internal abstract record StoreChange;

/// <summary>New transactions, and the caller who waits for their commit.</summary>
internal sealed record AddChange(IReadOnlyList<Transaction> Transactions, TaskCompletionSource<IReadOnlyList<AddResult>> Waiter) : StoreChange;

internal sealed record UpdateChange(Transaction Transaction) : StoreChange;

/// <summary>A reported end, and the caller who waits for what is stored then.</summary>
internal sealed record EndChange(Transaction Transaction, TaskCompletionSource<Transaction> Waiter) : StoreChange;

internal sealed record AlertChange(Alert Alert) : StoreChange;

internal sealed record RunChange(Run Run) : StoreChange;

/// <summary>Nothing but a caller who waits for all that came before.</summary>
internal sealed record FlushChange(TaskCompletionSource Waiter) : StoreChange;

/// <summary>The changes of one commit. Of several states of one transaction, alert or run only the newest is written.</summary>
internal sealed class WriteBatch
{
    private readonly Dictionary<TransactionId, TransactionWrite> _transactions = [];
    private readonly Dictionary<long, Alert> _alerts = [];
    private readonly Dictionary<TransactionId, Run> _runs = [];
    private readonly List<Waiting> _waiting = [];

    /// <summary>Changes taken in, before states of the same transaction were merged.</summary>
    public int Changes { get; private set; }

    /// <summary>Somebody waits for this commit.</summary>
    public bool IsAwaited => _waiting.Count > 0;

    public IReadOnlyCollection<TransactionWrite> Transactions => _transactions.Values;

    public IReadOnlyCollection<Alert> Alerts => _alerts.Values;

    public IReadOnlyCollection<Run> Runs => _runs.Values;

    public void Take(StoreChange change)
    {
        Changes += change is AddChange several ? several.Transactions.Count : 1;
        switch (change)
        {
            case AddChange add:
                foreach (var transaction in add.Transactions) _transactions.Add(transaction.Id, new TransactionWrite(transaction) { IsNew = true });
                _waiting.Add(new(() => add.Waiter.SetResult([.. add.Transactions.Select(t => _transactions[t.Id].Result)]), add.Waiter.SetException));
                break;
            case UpdateChange { Transaction: var state }:
                Advance(state);
                break;
            case EndChange end:
                var write = Advance(end.Transaction);
                _waiting.Add(new(() => Answer(end, write), end.Waiter.SetException));
                break;
            case AlertChange { Alert: var alert }:
                // Those who fire and those who decide hand over side by side; the later state stands, whichever comes first.
                if (!_alerts.TryGetValue(alert.Id, out var known) || alert.IsAsFarAs(known.Count, known.Status)) _alerts[alert.Id] = alert;
                break;
            case RunChange { Run: var run }:
                _runs[run.Id] = run;
                break;
            case FlushChange flush:
                _waiting.Add(new(flush.Waiter.SetResult, flush.Waiter.SetException));
                break;
        }
    }

    /// <summary>Tells every waiter what became of its transactions; called after the commit.</summary>
    public void Answer()
    {
        foreach (var waiting in _waiting) waiting.Answer();
    }

    /// <summary>Tells every waiter that nothing was written.</summary>
    public void Abandon(Exception reason)
    {
        foreach (var waiting in _waiting) waiting.Abandon(reason);
    }

    private static void Answer(EndChange end, TransactionWrite write)
    {
        if (write.Result.Error is { } error) end.Waiter.SetException(new InvalidOperationException(error));
        else end.Waiter.SetResult(write.Stored);
    }

    // The first end stands, here as in the store.
    private TransactionWrite Advance(Transaction state)
    {
        if (!_transactions.TryGetValue(state.Id, out var write)) _transactions.Add(state.Id, write = new TransactionWrite(state) { IsNew = false });
        else if (!write.State.IsFinished && write.State.Status <= state.Status) write.State = state;
        return write;
    }

    private readonly record struct Waiting(Action Answer, Action<Exception> Abandon);
}

/// <summary>The state of one transaction to be written, and what became of it.</summary>
internal sealed class TransactionWrite(Transaction state)
{
    public Transaction State { get; set; } = state;

    public required bool IsNew { get; init; }

    /// <summary>Of a new transaction.</summary>
    public AddResult Result { get; set; }

    /// <summary>What the store has after the commit: this state, or a later one that was there before.</summary>
    public Transaction Stored { get; set; } = state;
}
