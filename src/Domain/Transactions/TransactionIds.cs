namespace Dashboard.Domain.Transactions;

/// <summary>Makes ids that only rise, also when the clock is set back and across restarts. Safe for any number of threads.</summary>
public sealed class TransactionIds(TimeProvider clock)
{
    private long _last;

    public TransactionId Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds() << TransactionId.CounterBits;
            // More than a million in one millisecond, or a clock set back, runs into the bits of the next millisecond: still rising.
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last) return new TransactionId(next);
        }
    }

    /// <summary>Everything made from now on is above <paramref name="highest"/>; called once with the newest stored id.</summary>
    public void StartAfter(TransactionId highest)
    {
        var last = Volatile.Read(ref _last);
        while (last < highest.Value)
            last = Interlocked.CompareExchange(ref _last, highest.Value, last);
    }
}
