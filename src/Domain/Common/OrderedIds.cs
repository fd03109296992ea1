namespace Dashboard.Domain.Common;

/// <summary>
/// Makes the ids of one node. They only rise, also when the clock is set back and across restarts, and no other node makes the same ones.
/// Safe for any number of threads.
/// </summary>
/// <remarks>
/// A node has 4,096 ids for each millisecond. When more are asked for, the counter carries into the next millisecond: the ids stay
/// unique and rising, and run ahead of the clock by one millisecond for each further 4,096. The clock catches up as soon as fewer are
/// asked for.
/// </remarks>
public sealed class OrderedIds
{
    /// <value>Node numbers are 0 … 255.</value>
    public const int MaxNode = (1 << OrderedId.NodeBits) - 1;

    /// <summary>Ids that are ahead of the clock by more than this mean that the clock was ahead, and not that ids were made
    /// fast.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private const long CounterMask = (1L << OrderedId.CounterBits) - 1;
    private const long MaskBelowTime = (1L << OrderedId.BitsBelowTime) - 1;

    private readonly TimeProvider _clock;
    private long _node;
    private long _last;

    /// <param name="node">The slot of the ids until <see cref="Use"/> gives another one.</param>
    public OrderedIds(TimeProvider clock, int node = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(node);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(node, MaxNode);
        _clock = clock;
        _node = (long)node << OrderedId.CounterBits;
    }

    /// <summary>Every id made from now on is of this slot. Called once, before the first id.</summary>
    public void Use(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slot, MaxNode);
        Volatile.Write(ref _node, (long)slot << OrderedId.CounterBits);
    }

    public OrderedId Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(FirstIn(_clock.GetUtcNow().ToUnixTimeMilliseconds()), LowestAbove(last));
            if (Interlocked.CompareExchange(ref _last, next, last) == last) return new OrderedId(next);
        }
    }

    /// <summary>Every id made from now on is above <paramref name="highest"/>, whichever node made that one.</summary>
    /// <param name="highest">The highest stored id, of whatever kind.</param>
    public void StartAfter(OrderedId highest)
    {
        var last = Volatile.Read(ref _last);
        while (last < highest.Value)
            last = Interlocked.CompareExchange(ref _last, highest.Value, last);
    }

    /// <summary>How far the newest id is ahead of the clock; zero when it is not.</summary>
    public TimeSpan AheadOfClock()
    {
        var ahead = new OrderedId(Volatile.Read(ref _last)).Time - _clock.GetUtcNow();
        return ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero;
    }

    private long FirstIn(long millisecond) => (millisecond << OrderedId.BitsBelowTime) | _node;

    // The lowest id of this node above any id, whose lower bits may be those of another node or of an older store's counter.
    private long LowestAbove(long id)
    {
        var first = (id & ~MaskBelowTime) | _node;
        if (id < first) return first;
        var isLastOfMillisecond = id >= (first | CounterMask);
        return isLastOfMillisecond ? FirstIn((id >> OrderedId.BitsBelowTime) + 1) : id + 1;
    }
}
