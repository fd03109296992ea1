using Dashboard.Application.History;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Live;

/// <summary>Holds the newest state of each transaction that changed since the last tick, and numbers these changes at the tick.</summary>
/// <remarks>
/// A tick's numbers follow those of the tick before it without a gap, one for each transaction that changed, in the order of their last
/// change: a client that has seen all numbers of a range has missed nothing. Bounded in two places: the changes are emptied at every tick
/// and hold at most <see cref="MaxChanged"/> transactions, and the newest transactions for a new client are as many as one batch carries.
/// </remarks>
[PipelineListener(ListenerRole.LiveView)]
public sealed class LiveFeed(IOptions<LiveOptions> options, TimeProvider clock)
    : INotificationHandler<TransactionAccepted>, INotificationHandler<TransactionStarted>, INotificationHandler<TransactionCompleted>
{
    /// <summary>Changes held while no tick takes them; beyond it changes of further transactions are only counted.</summary>
    public const int MaxChanged = 100_000;

    private readonly int _max = options.Value.MaxTransactionsPerBatch;
    private readonly LiveJournal _journal = new(options.Value.ResumeWindow, options.Value.ResumeCapacity, clock);

    // Guards everything below it. Every thread that changes a transaction writes; the tick empties and numbers.
    private readonly Lock _lock = new();
    private readonly NewestTransactions _newest = new(options.Value.MaxTransactionsPerBatch);
    private Dictionary<TransactionId, (Transaction State, long Order)> _changed = [];
    private int _notHeld;
    private long _order;
    private long _sequence;

    /// <summary>The number assigned last.</summary>
    internal long Sequence => Volatile.Read(ref _sequence);

    /// <summary>Takes the newest transactions of earlier runs, for the first clients; called once, before anything changes.</summary>
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

    /// <summary>
    /// Assigns the next numbers to the changes and empties them into a batch; the most recent ones if there are too many. Called by the
    /// tick alone.
    /// </summary>
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
        var (last, newest) = AssignSequence(states, notHeld);
        var shown = Math.Min(states.Length, _max);
        var transactions = states.TakeLast(shown).Select((state, i) => state.ToDto(last - shown + 1 + i)).ToArray();
        return new LiveBatch(transactions, states.Length + notHeld, last, newest);
    }

    /// <summary>
    /// The changes after a number, as far as the journal still has them. It has every change up to <see cref="Sequence"/>.
    /// </summary>
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

    // Changes that were only counted get the first numbers, so that the changes held follow each other without a gap.
    private (long Last, NumberedTransaction[] Newest) AssignSequence(Transaction[] states, int notHeld)
    {
        // Before the numbers can be seen: a client that was told of a number can resume up to it.
        _journal.Append(notHeld, states);
        lock (_lock)
        {
            var sequence = _sequence + notHeld;
            foreach (var state in states) _newest.AssignSequence(state.Id, ++sequence);
            Volatile.Write(ref _sequence, sequence);
            return (sequence, _newest.ToArray());
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
/// <param name="Newest">The newest transactions in any state, as many as a batch carries, in the order of their ids. A state that changed
/// after this batch still has the number of its last numbered change, or 0 when it has none.</param>
public sealed record LiveBatch(
    IReadOnlyList<TransactionDto> Transactions, int Changed, long Sequence, IReadOnlyList<NumberedTransaction> Newest);
