namespace Dashboard.Application.Monitors.Figures;

/// <summary>Counts of a slice in one second.</summary>
internal struct SecondCounts
{
    public int Payments;
    public int Failed;
    public int Flagged;
    public int Slow;

    public readonly int Bad(Measure measure) => measure switch
    {
        Measure.FailureRate => Failed,
        Measure.FlaggedShare => Flagged,
        Measure.SlowShare => Slow,
        _ => 0,
    };

    public void Add(in SecondCounts other)
    {
        Payments += other.Payments;
        Failed += other.Failed;
        Flagged += other.Flagged;
        Slow += other.Slow;
    }
}

/// <summary>The counts of a slice in each second of the last hour.</summary>
internal sealed class SliceFigures(long second)
{
    /// <summary>How far the counts go back.</summary>
    public const int Seconds = 3_600;

    // A payment may have ended a little before the second that is counted now, or after it, by another clock.
    private const int Slack = 60;

    private readonly SecondCounts[] _ring = new SecondCounts[Seconds + Slack];
    private readonly bool[] _isUnusual = new bool[Seconds + Slack];
    private long _end = second;

    /// <summary>The second of the first count; the highest number before it.</summary>
    public long FirstSecond { get; private set; } = long.MaxValue;

    /// <summary>The second of the newest count.</summary>
    public long LastSecond { get; private set; } = long.MinValue;

    public void Add(long second, in SecondCounts counts)
    {
        if (second > _end + Slack || second <= _end - Seconds) return;
        _ring[Place(second)].Add(counts);
        FirstSecond = Math.Min(FirstSecond, second);
        LastSecond = Math.Max(LastSecond, second);
    }

    /// <summary>Empties the places of the seconds that come into reach.</summary>
    public void MoveTo(long end)
    {
        if (end < _end || end - _end >= Seconds) Array.Clear(_ring);
        for (var second = Math.Max(_end, end - Seconds) + 1; second <= end; second++)
        {
            _ring[Place(second + Slack)] = default;
            _isUnusual[Place(second + Slack)] = false;
        }

        _end = end;
    }

    public ref readonly SecondCounts At(long second) => ref _ring[Place(second)];

    /// <summary>Keeps the seconds of an incident out of what is usual.</summary>
    public void MarkUnusual(long from, long to)
    {
        for (var second = Math.Max(from, _end - Seconds + 1); second <= Math.Min(to, _end); second++) _isUnusual[Place(second)] = true;
    }

    public bool IsUnusual(long second) => _isUnusual[Place(second)];

    private int Place(long second) => (int)(((second % _ring.Length) + _ring.Length) % _ring.Length);
}
