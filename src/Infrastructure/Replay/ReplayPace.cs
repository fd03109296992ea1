namespace Dashboard.Infrastructure.Replay;

/// <summary>Says how long to wait before a row, so that rows are as far apart as in the file, divided by the speed. Not
/// thread-safe.</summary>
/// <param name="factor">1 is real time; null never waits.</param>
internal sealed class ReplayPace(double? factor, TimeProvider clock)
{
    private DateTimeOffset? _first;
    private long _startedAt;

    /// <summary>Zero for rows that are due, and for rows whose time is earlier than the time of the row before.</summary>
    public TimeSpan UntilDue(DateTimeOffset createdAt)
    {
        if (factor is not { } speed) return TimeSpan.Zero;
        if (_first is null)
        {
            _first = createdAt;
            _startedAt = clock.GetTimestamp();
        }

        // At a low speed, rows that are years apart are due later than a TimeSpan can hold.
        var due = Math.Clamp((createdAt - _first.Value).Ticks / speed, 0, TimeSpan.MaxValue.Ticks / 2);
        var wait = TimeSpan.FromTicks((long)due) - clock.GetElapsedTime(_startedAt);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
