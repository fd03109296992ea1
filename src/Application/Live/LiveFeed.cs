using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Transactions;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Live;

/// <summary>Numbers every visible change of a transaction, and holds the newest state of each one that changed since the last batch.</summary>
/// <remarks>
/// Bounded in two places: the changes are emptied at every tick and hold at most <see cref="MaxChanged"/> transactions, and the newest
/// transactions for a client that just connects are as many as one batch carries.
/// </remarks>
public sealed class LiveFeed(IOptions<LiveOptions> options)
    : INotificationHandler<TransactionAccepted>, INotificationHandler<TransactionStarted>, INotificationHandler<TransactionCompleted>
{
    /// <summary>Held when no tick takes them; beyond it changes of further transactions are only counted.</summary>
    public const int MaxChanged = 100_000;

    private readonly int _max = options.Value.MaxTransactionsPerBatch;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<TransactionId, (Transaction State, long Sequence)> _newest = [];
    private Dictionary<TransactionId, (Transaction State, long Sequence)> _changed = [];
    private int _notHeld;
    private long _sequence;
    private LiveBatch _last = LiveBatch.Empty;

    /// <summary>Names this process: sequences of different epochs cannot be compared.</summary>
    public string Epoch { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>Number of the newest change.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>The batch taken last.</summary>
    public LiveBatch Last => Volatile.Read(ref _last);

    /// <summary>Shows what was stored by earlier runs to the first clients; called once, before anything changes.</summary>
    public void Load(IEnumerable<Transaction> stored)
    {
        lock (_lock)
        {
            foreach (var transaction in stored) Remember(transaction, sequence: 0);
        }
    }

    public Task Handle(TransactionAccepted notification, CancellationToken cancellationToken) => Change(notification.Transaction);

    public Task Handle(TransactionStarted notification, CancellationToken cancellationToken) => Change(notification.Transaction);

    public Task Handle(TransactionCompleted notification, CancellationToken cancellationToken) => Change(notification.Transaction);

    /// <summary>The newest transactions in their newest states, oldest change first; what a client that just connected is shown.</summary>
    public IReadOnlyList<TransactionDto> Newest()
    {
        (Transaction State, long Sequence)[] newest;
        lock (_lock) newest = [.. _newest.Values];
        return ToDtos(newest);
    }

    /// <summary>Empties the changes into a batch, the most recently changed ones if there are too many.</summary>
    public LiveBatch TakeBatch()
    {
        Dictionary<TransactionId, (Transaction, long)> changed;
        int notHeld;
        lock (_lock)
        {
            (changed, notHeld) = (_changed, _notHeld);
            if (changed.Count > 0) _changed = new(Math.Min(changed.Count, 4 * _max));
            _notHeld = 0;
        }

        var batch = new LiveBatch(ToDtos([.. changed.Values]), changed.Count + notHeld);
        Volatile.Write(ref _last, batch);
        return batch;
    }

    private Task Change(Transaction transaction)
    {
        lock (_lock)
        {
            var sequence = Volatile.Read(ref _sequence) + 1;
            Volatile.Write(ref _sequence, sequence);
            if (_changed.Count < MaxChanged || _changed.ContainsKey(transaction.Id)) _changed[transaction.Id] = (transaction, sequence);
            else _notHeld++;
            Remember(transaction, sequence);
        }

        return Task.CompletedTask;
    }

    private void Remember(Transaction transaction, long sequence)
    {
        if (_newest.Count >= _max && !_newest.ContainsKey(transaction.Id))
        {
            var oldest = _newest.First().Key;
            if (transaction.Id < oldest) return;
            _newest.Remove(oldest);
        }

        _newest[transaction.Id] = (transaction, sequence);
    }

    private List<TransactionDto> ToDtos((Transaction State, long Sequence)[] states)
    {
        Array.Sort(states, static (a, b) => (a.Sequence, a.State.Id).CompareTo((b.Sequence, b.State.Id)));
        return [.. states.TakeLast(_max).Select(s => s.State.ToDto(s.Sequence))];
    }
}

/// <param name="Transactions">Newest state per id, in the order of their sequence.</param>
/// <param name="Changed">How many transactions changed; above the number carried when the batch was capped.</param>
public sealed record LiveBatch(IReadOnlyList<TransactionDto> Transactions, int Changed)
{
    public static readonly LiveBatch Empty = new([], 0);
}
