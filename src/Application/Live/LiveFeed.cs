using Dashboard.Application.Common;
using Dashboard.Application.History;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Live;

/// <summary>Holds the newest state of each transaction that changed since the last tick, and numbers these changes at the tick.</summary>
/// <remarks>
/// A tick's numbers follow those of the tick before it without a gap, one for each transaction that changed, in the order of their last
/// change: whoever has seen all numbers of a run has missed nothing. Bounded in two places: the changes are emptied at every tick and hold at
/// most <see cref="MaxChanged"/> transactions, and the newest transactions for a client that just connects are as many as one batch carries.
/// </remarks>
public sealed class LiveFeed(IOptions<LiveOptions> options, TimeProvider clock)
    : INotificationHandler<TransactionAccepted>, INotificationHandler<TransactionStarted>, INotificationHandler<TransactionCompleted>
{
    /// <summary>Held when no tick takes them; beyond it changes of further transactions are only counted.</summary>
    public const int MaxChanged = 100_000;

    private readonly int _max = options.Value.MaxTransactionsPerBatch;
    private readonly LiveJournal _journal = new(options.Value.ResumeWindow, options.Value.ResumeCapacity, clock);

    // Guards everything below it: written by every thread that changes a transaction, emptied and numbered by the tick.
    private readonly Lock _lock = new();
    private readonly NewestTransactions _newest = new(options.Value.MaxTransactionsPerBatch);
    private Dictionary<TransactionId, (Transaction State, long Order)> _changed = [];
    private int _notHeld;
    private long _order;
    private long _sequence;

    private LiveBatch _last = LiveBatch.Empty;

    /// <summary>Names this process: sequences of different epochs cannot be compared.</summary>
    public string Epoch { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>The number given last.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>The batch taken last.</summary>
    public LiveBatch Last => Volatile.Read(ref _last);

    /// <summary>Shows what was stored by earlier runs to the first clients; called once, before anything changes.</summary>
    public void Load(IEnumerable<Transaction> stored)
    {
        lock (_lock)
        {
            foreach (var transaction in stored) _newest.Put(transaction);
        }
    }

    public Task Handle(TransactionAccepted notification, CancellationToken cancellationToken) => Change(notification.Transaction);

    public Task Handle(TransactionStarted notification, CancellationToken cancellationToken) => Change(notification.Transaction);

    public Task Handle(TransactionCompleted notification, CancellationToken cancellationToken) => Change(notification.Transaction);

    /// <summary>What a client that just connected is shown: the newest transactions in their newest states, also those not numbered yet.</summary>
    public LiveSnapshot Snapshot()
    {
        (Transaction State, long Sequence)[] newest;
        long sequence;
        // Together: a tick in between would number changes that the states do not have.
        lock (_lock) (newest, sequence) = (_newest.ToArray(), _sequence);
        return new LiveSnapshot(Array.ConvertAll(newest, n => n.State.ToDto(n.Sequence)), sequence);
    }

    /// <summary>Numbers the changes and empties them into a batch, the most recent ones if there are too many. Called by the tick alone.</summary>
    public LiveBatch TakeBatch()
    {
        Dictionary<TransactionId, (Transaction State, long Order)> changed;
        int notHeld;
        lock (_lock)
        {
            (changed, notHeld) = (_changed, _notHeld);
            (_changed, _notHeld) = (new(Math.Min(changed.Count, 4 * _max)), 0);
        }

        var states = InOrderOfChange(changed);
        var last = Number(states, notHeld);
        var shown = Math.Min(states.Length, _max);
        var transactions = states.TakeLast(shown).Select((state, i) => state.ToDto(last - shown + 1 + i)).ToArray();
        var batch = new LiveBatch(transactions, states.Length + notHeld, last);
        Volatile.Write(ref _last, batch);
        return batch;
    }

    /// <summary>What changed after a number, as far as it is still known; holds at least every change up to <see cref="Sequence"/>.</summary>
    internal JournalPage ChangesAfter(long sequence, int max) => _journal.After(sequence, max);

    private static Transaction[] InOrderOfChange(Dictionary<TransactionId, (Transaction State, long Order)> changed)
    {
        var orders = new long[changed.Count];
        var states = new Transaction[changed.Count];
        var i = 0;
        foreach (var (state, order) in changed.Values) (orders[i], states[i++]) = (order, state);
        Array.Sort(orders, states);
        return states;
    }

    // Changes that were only counted come first, so that what is held is a run without gaps. Gives the last number.
    private long Number(Transaction[] states, int notHeld)
    {
        // Before the numbers can be seen: whoever was told of one can resume up to it.
        _journal.Append(notHeld, states);
        lock (_lock)
        {
            var sequence = _sequence + notHeld;
            foreach (var state in states) _newest.Number(state.Id, ++sequence);
            Volatile.Write(ref _sequence, sequence);
            return sequence;
        }
    }

    private Task Change(Transaction transaction)
    {
        lock (_lock)
        {
            if (_changed.Count < MaxChanged || _changed.ContainsKey(transaction.Id)) _changed[transaction.Id] = (transaction, ++_order);
            else _notHeld++;
            _newest.Put(transaction);
        }

        return Task.CompletedTask;
    }
}

/// <param name="Transactions">Newest state per id, in the order of their sequence.</param>
/// <param name="Changed">How many transactions changed; above the number carried when the batch was capped.</param>
/// <param name="Sequence">Number of the last change; those of this batch are the <paramref name="Changed"/> numbers up to it.</param>
public sealed record LiveBatch(IReadOnlyList<TransactionDto> Transactions, int Changed, long Sequence)
{
    public static readonly LiveBatch Empty = new([], 0, 0);
}

/// <param name="Transactions">In the order of their ids; each with the number it had last, 0 if it has none yet.</param>
/// <param name="Sequence">The number given last: the next batch begins after it.</param>
public sealed record LiveSnapshot(IReadOnlyList<TransactionDto> Transactions, long Sequence);
