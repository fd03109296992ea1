using System.Diagnostics;
using Dashboard.Application.Audit;
using Dashboard.Application.Books;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Books;
using Dashboard.Domain.Transactions;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>A change that the writer makes durable.</summary>
internal abstract record StoreChange;

/// <summary>New transactions, and the caller that waits for their commit.</summary>
internal sealed record AddChange(
    IReadOnlyList<Transaction> Transactions, TaskCompletionSource<IReadOnlyList<AddResult>> Waiter) : StoreChange
{
    /// <summary>The span of the caller; the default when it is not traced.</summary>
    public ActivityContext Origin { get; init; }
}

internal sealed record UpdateChange(Transaction Transaction) : StoreChange;

/// <summary>An end of the gateway, which is counted and shown after the commit.</summary>
internal sealed record EndChange(Transaction Transaction) : StoreChange;

/// <summary>A reported outcome, and the caller that waits for the stored state.</summary>
internal sealed record ReportedEndChange(Transaction Transaction, TaskCompletionSource<Transaction> Waiter) : StoreChange;

/// <param name="Entry">What the audit trail says of the change, in the same commit; null when a rule made it.</param>
internal sealed record AlertChange(Alert Alert, AuditEvent? Entry) : StoreChange;

internal sealed record AuditChange(AuditEvent Entry) : StoreChange;

internal sealed record RunChange(Run Run) : StoreChange;

/// <summary>Changes nothing. Its caller waits until every earlier change is committed.</summary>
internal sealed record FlushChange(TaskCompletionSource Waiter) : StoreChange;

/// <summary>The changes of one commit. Of several states of a transaction, alert or run, only the newest is written.</summary>
internal sealed class WriteBatch
{
    private readonly Dictionary<TransactionId, TransactionWrite> _transactions = [];
    private readonly Dictionary<AlertId, Alert> _alerts = [];
    private readonly Dictionary<RunId, Run> _runs = [];
    private readonly List<AuditEvent> _audit = [];
    private readonly List<Waiter> _waiters = [];
    private readonly List<(Transaction Ended, TransactionWrite Write)> _ends = [];
    private readonly Dictionary<(TransactionId First, TransactionId Last, int Count), long> _numbers = [];
    private readonly List<ActivityContext> _origins = [];

    /// <summary>The spans of the callers that are traced.</summary>
    public IReadOnlyList<ActivityContext> Origins => _origins;

    /// <summary>Changes added, counted before the states of one transaction were merged.</summary>
    public int Changes { get; private set; }

    /// <summary>True when a caller waits for this commit, which must not wait for other changes.</summary>
    public bool IsAwaited { get; private set; }

    /// <summary>True when an end in it is counted and shown after the commit.</summary>
    public bool HasEnds => _ends.Count > 0;

    public IReadOnlyCollection<TransactionWrite> Transactions => _transactions.Values;

    public IReadOnlyCollection<Alert> Alerts => _alerts.Values;

    public IReadOnlyCollection<Run> Runs => _runs.Values;

    /// <summary>In the order in which they were handed over.</summary>
    public IReadOnlyCollection<AuditEvent> Audit => _audit;

    public void Add(StoreChange change)
    {
        Changes += change is AddChange several ? several.Transactions.Count : 1;
        switch (change)
        {
            case AddChange add:
                if (add.Origin != default) _origins.Add(add.Origin);
                foreach (var transaction in add.Transactions)
                    _transactions.Add(transaction.Id, new TransactionWrite(transaction) { IsNew = true });
                IsAwaited = true;
                _waiters.Add(new(
                    () => add.Waiter.SetResult([.. add.Transactions.Select(t => _transactions[t.Id].Result)]), add.Waiter.SetException));
                break;
            case UpdateChange { Transaction: var state }:
                Advance(state);
                break;
            case EndChange { Transaction: var ended }:
                _ends.Add((ended, Advance(ended)));
                break;
            case ReportedEndChange end:
                var write = Advance(end.Transaction);
                IsAwaited = true;
                _waiters.Add(new(() => CompleteEnd(end, write), end.Waiter.SetException));
                break;
            case AlertChange { Alert: var alert, Entry: var decision }:
                if (decision is not null) _audit.Add(decision);
                // Rules that fire and people who decide save an alert at the same time. The later state counts, in whatever order they
                // arrive.
                if (!_alerts.TryGetValue(alert.Id, out var known) || alert.Supersedes(known.Reopened, known.Count, known.Status))
                    _alerts[alert.Id] = alert;
                break;
            case AuditChange { Entry: var entry }:
                _audit.Add(entry);
                break;
            case RunChange { Run: var run }:
                _runs[run.Id] = run;
                break;
            case FlushChange flush:
                IsAwaited = true;
                _waiters.Add(new(flush.Waiter.SetResult, flush.Waiter.SetException));
                break;
        }
    }

    /// <summary>The number of the commit of some of the transactions. It stays the same when the commit is tried again.</summary>
    public long NumberOf(TransactionWrite[] writes, Func<long> next)
    {
        var part = writes.Length == 0 ? default : (writes[0].State.Id, writes[^1].State.Id, writes.Length);
        if (!_numbers.TryGetValue(part, out var number)) _numbers.Add(part, number = next());
        return number;
    }

    /// <summary>Gives every waiting caller the results of its transactions. Called after the commit.</summary>
    public void Complete()
    {
        foreach (var waiter in _waiters) waiter.Complete();
    }

    /// <summary>Tells every waiting caller that nothing was written.</summary>
    public void Fail(Exception reason)
    {
        foreach (var waiter in _waiters) waiter.Fail(reason);
    }

    /// <summary>What became of the ends of the gateway.</summary>
    /// <param name="isStored">False when the batch was not written.</param>
    public IReadOnlyList<CommittedEnd> Ends(bool isStored) =>
        _ends.ConvertAll(e => new CommittedEnd(e.Ended, isStored && e.Write.Result.Error is null ? e.Write.Stored : null));

    private static void CompleteEnd(ReportedEndChange end, TransactionWrite write)
    {
        if (write.Result.Error is { } error) end.Waiter.SetException(new InvalidOperationException(error));
        else end.Waiter.SetResult(write.Stored);
    }

    // The first outcome counts, as it does in the store.
    private TransactionWrite Advance(Transaction state)
    {
        if (!_transactions.TryGetValue(state.Id, out var write))
            _transactions.Add(state.Id, write = new TransactionWrite(state) { IsNew = false });
        else if (!write.State.IsFinished && write.State.Status <= state.Status) write.State = state;
        return write;
    }

    private readonly record struct Waiter(Action Complete, Action<Exception> Fail);
}

/// <summary>The state of one transaction to write, and the result.</summary>
internal sealed class TransactionWrite(Transaction state)
{
    public Transaction State { get; set; } = state;

    public required bool IsNew { get; init; }

    /// <summary>The result of a new transaction; unused for others.</summary>
    public AddResult Result { get; set; }

    /// <summary>The state in the store after the commit: this one, or a later one that was stored before.</summary>
    public Transaction Stored { get; set; } = state;
}

/// <summary>What one commit writes of a batch: all of it, unless the store refuses a row.</summary>
internal sealed record CommitPart(
    WriteBatch Batch, TransactionWrite[] Writes, IReadOnlyCollection<Alert> Alerts, IReadOnlyCollection<Run> Runs,
    IReadOnlyCollection<AuditEvent> Audit)
{
    public bool IsEmpty => Writes.Length + Alerts.Count + Runs.Count + Audit.Count == 0;
}
