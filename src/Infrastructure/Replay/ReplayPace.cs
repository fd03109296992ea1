namespace Dashboard.Infrastructure.Replay;

/// <summary>Says how long to wait for a row, so that the distances of the file are kept at a speed. Not thread-safe.</summary>
/// <param name="factor">1 is real time; null never waits.</param>
internal sealed class ReplayPace(double? factor, TimeProvider clock)
{
    private DateTimeOffset? _first;
    private long _startedAt;

    /// <summary>Zero for rows that are due, and for rows earlier than those before them: time is never waited for backwards.</summary>
    public TimeSpan UntilDue(DateTimeOffset createdAt)
    {
        if (factor is not { } speed) return TimeSpan.Zero;
        if (_first is null)
        {
            _first = createdAt;
            _startedAt = clock.GetTimestamp();
        }

        // Rows years apart at a low speed are due later than a TimeSpan can say.
        var due = Math.Clamp((createdAt - _first.Value).Ticks / speed, 0, TimeSpan.MaxValue.Ticks / 2);
        var wait = TimeSpan.FromTicks((long)due) - clock.GetElapsedTime(_startedAt);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
