using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Metrics.Windows;

/// <summary>
/// Sliding windows over one ring of one-second buckets. Recording and computing cost the same however many transactions a window holds. Not
/// thread-safe.
/// </summary>
/// <remarks>
/// A window of N seconds at an instant holds the ends of that second and of the N − 1 seconds before it. Recording never moves the windows;
/// computing does. When the clock steps back by d, the windows move back: seconds that had left the ring are lost, so the oldest d of the
/// hour (of the five minutes, for the sources) are missing. Seconds that now lie in the future count again when time reaches them. Only
/// those more than <see cref="FutureSlack"/> ahead are lost, because the ring has no place for them.
/// </remarks>
internal sealed class WindowedMetrics
{
    /// <summary>How far ahead of the clock an end may be stamped and still be counted when its second comes.</summary>
    public static readonly TimeSpan FutureSlack = TimeSpan.FromSeconds(FutureSeconds);

    private const int HourSeconds = 3_600;
    private const int FutureSeconds = 120;
    private const int RateSeconds = 10;
    private const int TopCount = 10;

    private readonly SecondBucket[] _ring;
    private readonly WindowTotals _minute = new(60);
    private readonly WindowTotals _fiveMinutes = new(300);
    private readonly WindowTotals _hour = new(HourSeconds);
    private readonly WindowTotals[] _windows;
    private readonly SourceTable _sources = new();
    private readonly ReasonTable _reasons = new();

    // Tables of seconds that left the five minutes, for reuse. A table is as large as its second had sources. Kept by all 3,720 buckets,
    // instead of by the 420 that can need one, a thousand sources would hold 140 MB.
    private readonly Stack<SparseTable<SourceTally>> _spareTables = [];

    private long _end;

    public WindowedMetrics(DateTimeOffset now)
    {
        _end = now.ToUnixTimeSeconds();
        _windows = [_minute, _fiveMinutes, _hour];
        _ring = new SecondBucket[HourSeconds + FutureSeconds];
        for (var i = 0; i < _ring.Length; i++) _ring[i] = new SecondBucket();
    }

    internal int FollowedSources => _sources.Followed;

    internal ReasonTable Reasons => _reasons;

    /// <summary>The newest second that the windows cover.</summary>
    internal long End => _end;

    internal DateTimeOffset EndTime => DateTimeOffset.FromUnixTimeSeconds(_end);

    /// <summary>Counts one end. An end older than the hour is in no window; it is accepted and has no effect.</summary>
    /// <returns>False, and nothing is counted, when it is farther ahead of the last computation than <see cref="FutureSlack"/>.</returns>
    public bool Record(in TransactionEnd end)
    {
        var second = end.EndedAt.ToUnixTimeSeconds();
        if (second <= _end - HourSeconds) return true;
        if (second > _end + FutureSeconds) return false;

        var bucket = BucketFor(second);
        var slot = LatencyScale.SlotOf(end.ProcessingMs);
        bucket.Tally.Add(end.AsTally(), sign: 1);
        if (!end.IsBeyondScale) bucket.Latencies[slot]++;
        bucket.Volumes[(ushort)end.Amount.Currency.Index].Add(VolumeTally.Of(end), sign: 1);
        if (end.Failed) RecordReason(bucket, end.FailureReason);
        if (second > _end - _fiveMinutes.Seconds) RecordSource(bucket, end, covered: second <= _end);
        if (second > _end) return true;
        foreach (var window in _windows)
            if (second > _end - window.Seconds) window.Add(end, slot);
        return true;
    }

    /// <summary>Moves the windows to this instant and reads them.</summary>
    public WindowedFigures Compute(DateTimeOffset now)
    {
        MoveTo(now.ToUnixTimeSeconds());
        return new WindowedFigures(
            RateAt(_end), _minute.ToDto(_end), _fiveMinutes.ToDto(_end), _hour.ToDto(_end), _sources.Top(TopCount));
    }

    /// <summary>Ends of the ten full seconds before this one, divided by ten.</summary>
    internal double RateAt(long end)
    {
        long count = 0;
        for (var second = end - RateSeconds; second < end; second++) count += Find(second)?.Tally.Count ?? 0;
        return (double)count / RateSeconds;
    }

    /// <summary>The bucket of a second of the last hour; null when nothing ended in it.</summary>
    internal SecondBucket? Find(long second)
    {
        var bucket = _ring[PlaceOf(second)];
        return bucket.Second == second ? bucket : null;
    }

    /// <summary>The currencies with the most transactions of the newest seconds, most first.</summary>
    internal IReadOnlyList<string> BusiestCurrencies(int seconds, int max)
    {
        var counts = new long[Currency.IndexCount];
        for (var second = _end - seconds + 1; second <= _end; second++)
        {
            if (Find(second) is not { } bucket) continue;
            for (var i = 0; i < bucket.Volumes.Keys.Length; i++) counts[bucket.Volumes.Keys[i]] += bucket.Volumes.Values[i].Count;
        }

        return
        [
            .. Enumerable.Range(1, counts.Length - 1).Where(i => counts[i] > 0).Select(i => (Currency.FromIndex(i).Code, Count: counts[i]))
                .OrderByDescending(c => c.Count).ThenBy(c => c.Code, StringComparer.Ordinal).Take(max).Select(c => c.Code),
        ];
    }

    private void RecordReason(SecondBucket bucket, string? reason)
    {
        var slot = _reasons.SlotOf(reason);
        ref var known = ref bucket.Reasons[slot];
        if (known++ == 0) _reasons.Hold(slot);
    }

    private void RecordSource(SecondBucket bucket, in TransactionEnd end, bool covered)
    {
        var tally = new SourceTally { Failed = end.Failed ? 1 : 0, Volume = VolumeTally.Of(end) };
        var slot = _sources.SlotOf(end.Source, end.Amount.Currency);
        if (bucket.Sources.Keys.IsEmpty && _spareTables.TryPop(out var spare)) bucket.Sources = spare;
        ref var known = ref bucket.Sources[slot];
        if (known.Count == 0) _sources.Hold(slot);
        known.Failed += tally.Failed;
        known.Volume.Add(tally.Volume, sign: 1);
        if (covered) _sources.Add(slot, tally, sign: 1);
    }

    // The ring has a place for each second that can be recorded, so a bucket of another second in this place is out of every window.
    private SecondBucket BucketFor(long second)
    {
        var bucket = _ring[PlaceOf(second)];
        if (bucket.Second == second) return bucket;
        DropSources(bucket, wasCovered: false);
        Reset(bucket, second);
        return bucket;
    }

    private void Reset(SecondBucket bucket, long second)
    {
        foreach (var slot in bucket.Reasons.Keys) _reasons.Release(slot);
        bucket.Reset(second);
    }

    private int PlaceOf(long second) => (int)(((second % _ring.Length) + _ring.Length) % _ring.Length);

    private void MoveTo(long end)
    {
        if (end < _end || end - _end > HourSeconds)
        {
            Rebuild(end);
            return;
        }

        while (_end < end)
        {
            _end++;
            foreach (var window in _windows)
            {
                if (Find(_end) is { } entering) window.Add(entering, sign: 1);
                if (Find(_end - window.Seconds) is { } leaving) window.Add(leaving, sign: -1);
            }

            if (Find(_end) is { } now) AddSources(now, sign: 1);
            if (Find(_end - _fiveMinutes.Seconds) is { } gone) DropSources(gone, wasCovered: true);
            // Emptied now and not when its place is needed, so that a step back of the clock always finds the same.
            if (Find(_end - HourSeconds) is { } past) Reset(past, long.MinValue);
        }
    }

    // After a step back or a long pause: recompute everything from the ring, at most 3,720 buckets.
    private void Rebuild(long end)
    {
        foreach (var window in _windows) window.Clear();
        _sources.ClearTotals();
        _end = end;
        foreach (var bucket in _ring)
        {
            if (bucket.Second <= end - _fiveMinutes.Seconds || bucket.Second > end + FutureSeconds) DropSources(bucket, wasCovered: false);
            if (bucket.Second <= end - HourSeconds || bucket.Second > end + FutureSeconds) Reset(bucket, long.MinValue);
            if (bucket.Second > end || bucket.Second == long.MinValue) continue;
            foreach (var window in _windows)
                if (bucket.Second > end - window.Seconds) window.Add(bucket, sign: 1);
            AddSources(bucket, sign: 1);
        }
    }

    private void AddSources(SecondBucket bucket, int sign)
    {
        for (var i = 0; i < bucket.Sources.Keys.Length; i++) _sources.Add(bucket.Sources.Keys[i], bucket.Sources.Values[i], sign);
    }

    private void DropSources(SecondBucket bucket, bool wasCovered)
    {
        if (wasCovered) AddSources(bucket, sign: -1);
        if (bucket.Sources.Keys.IsEmpty) return;
        foreach (var slot in bucket.Sources.Keys) _sources.Release(slot);
        bucket.Sources.Clear();
        _spareTables.Push(bucket.Sources);
        bucket.Sources = default;
    }
}
