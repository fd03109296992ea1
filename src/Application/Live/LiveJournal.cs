using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Live;

/// <summary>The recent changes by number: each transaction in its newest state, at the number of its last change.</summary>
/// <remarks>
/// Bounded by age, by transactions and by numbers. When a transaction changes again, its older entry is cleared and its number stays
/// unused, so that the journal holds no more than a client can still ask for. The numbers are kept in segments that are allocated and
/// freed with the load.
/// </remarks>
/// <param name="capacity">Transactions held. A transaction costs some 330 bytes, an unused number eight.</param>
internal sealed class LiveJournal(TimeSpan window, int capacity, TimeProvider clock)
{
    internal const int SegmentSize = 4_096;

    /// <summary>Numbers kept for each transaction: it changes three times, to pending, to processing and to its end.</summary>
    internal const int NumbersPerTransaction = 3;

    // Guards everything below it. The tick writes; clients that resume read.
    private readonly Lock _lock = new();
    private readonly Transaction?[]?[] _segments = new Transaction?[]?[((long)capacity * NumbersPerTransaction / SegmentSize) + 2];
    private readonly Dictionary<TransactionId, long> _numbers = [];
    private readonly Queue<(long Last, long At)> _ticks = [];
    private long _floor;
    private long _last;

    /// <summary>Adds the changes of a tick under the next numbers, and drops the changes that are too old.</summary>
    /// <param name="notHeld">How many numbers before them belong to changes that were only counted; nothing up to them can be
    /// resumed.</param>
    /// <param name="states">At most one state per transaction, in the order of their numbers.</param>
    public void Append(int notHeld, ReadOnlySpan<Transaction> states)
    {
        lock (_lock)
        {
            if (notHeld > 0) Clear(_last + notHeld);
            foreach (var state in states)
            {
                if (_last - _floor == (long)capacity * NumbersPerTransaction) EvictTo(_floor + 1);
                Put(++_last, state);
                while (_numbers.Count > capacity) EvictTo(_floor + 1);
            }

            if (states.Length > 0) _ticks.Enqueue((_last, clock.GetTimestamp()));
            while (_ticks.TryPeek(out var tick) && (tick.Last <= _floor || clock.GetElapsedTime(tick.At) > window))
            {
                EvictTo(tick.Last);
                _ticks.Dequeue();
            }

            // The memory of a burst is given back.
            if (_numbers.Capacity > 4 * (_numbers.Count + SegmentSize)) _numbers.TrimExcess(2 * _numbers.Count);
        }
    }

    /// <summary>The states that changed after a number, oldest change first, at most <paramref name="max"/> of them.</summary>
    public JournalPage After(long sequence, int max)
    {
        lock (_lock)
        {
            if (sequence < _floor) return JournalPage.TooOld(_floor);
            if (sequence > _last) return JournalPage.NotReached(_last);

            var found = new List<(Transaction, long)>((int)Math.Min(max, _last - sequence));
            for (var number = sequence + 1; number <= _last; number++)
            {
                if (Slot(number) is not { } state) continue;
                if (found.Count == max) return new JournalPage(JournalAnswer.Found, found, number - 1, IsComplete: false);
                found.Add((state, number));
            }

            return new JournalPage(JournalAnswer.Found, found, _last, IsComplete: true);
        }
    }

    /// <summary>How many segments are allocated.</summary>
    internal int Segments
    {
        get { lock (_lock) return _segments.Count(s => s is not null); }
    }

    private ref Transaction? Slot(long number) => ref Segment(number)![number % SegmentSize];

    private ref Transaction?[]? Segment(long number) => ref _segments[number / SegmentSize % _segments.Length];

    private void Put(long number, Transaction state)
    {
        if (_numbers.TryGetValue(state.Id, out var older)) Slot(older) = null;
        _numbers[state.Id] = number;
        Segment(number) ??= new Transaction?[SegmentSize];
        Slot(number) = state;
    }

    private void EvictTo(long number)
    {
        while (_floor < number)
        {
            _floor++;
            ref var slot = ref Slot(_floor);
            if (slot is not null) _numbers.Remove(slot.Id);
            slot = null;
            if ((_floor + 1) % SegmentSize == 0) Segment(_floor) = null;
        }
    }

    private void Clear(long floor)
    {
        Array.Clear(_segments);
        _numbers.Clear();
        _ticks.Clear();
        (_floor, _last) = (floor, floor);
    }
}

internal enum JournalAnswer
{
    Found,
    TooOld,
    NotReached,
}

/// <param name="Reached">Every change up to this number has been given. For an answer without states: the limit that the number
/// missed.</param>
/// <param name="IsComplete">Nothing after <paramref name="Reached"/> has changed yet.</param>
internal sealed record JournalPage(
    JournalAnswer Answer, IReadOnlyList<(Transaction State, long Sequence)> States, long Reached, bool IsComplete)
{
    public static JournalPage TooOld(long floor) => new(JournalAnswer.TooOld, [], floor, IsComplete: true);

    public static JournalPage NotReached(long last) => new(JournalAnswer.NotReached, [], last, IsComplete: true);
}
