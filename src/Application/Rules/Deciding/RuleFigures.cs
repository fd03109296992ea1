using System.Diagnostics;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Deciding;

/// <summary>What a version did since the start of the program. The writer counts, anybody reads.</summary>
public sealed class RuleFigures
{
    private const int Seconds = 60;
    private const int MaxExamples = 5;
    private const int MinimumSamples = 100;

    // No single interruption of the thread may count as the cost of a rule.
    private static readonly long MaxSample = Stopwatch.Frequency / 1_000;

    private readonly Lock _lock = new();
    private readonly (long Second, long Asked, long Hits)[] _perSecond = new (long, long, long)[Seconds];
    private volatile TransactionId[] _examples = [];
    private long _asked, _hits, _flags, _unknown, _costTicks, _costSamples;

    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>Payments that it matched.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Payments that it flagged.</summary>
    public long Flags => Interlocked.Read(ref _flags);

    /// <summary>Payments of which it could not tell, because a value was missing.</summary>
    public long Unknown => Interlocked.Read(ref _unknown);

    /// <summary>The newest payments that it matched, a few.</summary>
    public IReadOnlyList<TransactionId> Examples => _examples;

    /// <summary>Of one payment, measured on some of them; zero while there are too few.</summary>
    public TimeSpan MeanCost => Interlocked.Read(ref _costSamples) is var samples and >= MinimumSamples
        ? TimeSpan.FromSeconds((double)Interlocked.Read(ref _costTicks) / samples / Stopwatch.Frequency)
        : TimeSpan.Zero;

    internal void Add(long asked, long hits, long flags, long unknown, long second)
    {
        Interlocked.Add(ref _asked, asked);
        Interlocked.Add(ref _hits, hits);
        Interlocked.Add(ref _flags, flags);
        Interlocked.Add(ref _unknown, unknown);
        lock (_lock)
        {
            ref var bucket = ref _perSecond[second % Seconds];
            if (bucket.Second != second) bucket = (second, 0, 0);
            bucket = (second, bucket.Asked + asked, bucket.Hits + hits);
        }
    }

    internal void AddExamples(List<long> newest) =>
        _examples = [.. _examples.Concat(newest.Select(id => new TransactionId(id))).TakeLast(MaxExamples)];

    internal void AddCost(long ticks, int samples)
    {
        Interlocked.Add(ref _costTicks, Math.Min(ticks, MaxSample));
        Interlocked.Add(ref _costSamples, samples);
    }

    /// <summary>Of the last minute.</summary>
    /// <param name="second">Now, in seconds since 1970.</param>
    internal (long Asked, long Hits) LastMinute(long second)
    {
        lock (_lock)
        {
            var (asked, hits) = (0L, 0L);
            foreach (var bucket in _perSecond)
            {
                if (bucket.Second <= second - Seconds || bucket.Second > second) continue;
                asked += bucket.Asked;
                hits += bucket.Hits;
            }

            return (asked, hits);
        }
    }
}
