namespace Dashboard.Api.Logging;

/// <summary>Bounds the log lines that callers can cause: a number of lines a minute, and a count of the lines that were left out. Safe for
/// any number of threads.</summary>
internal sealed class LogAllowance(int linesPerMinute, TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _minuteStarted = clock.GetTimestamp();
    private int _used;
    private long _leftOut;

    /// <summary>Takes one line of the allowance; false when it is used up for this minute.</summary>
    /// <param name="leftOut">Lines that were left out before this one and are reported by it.</param>
    public bool TryTake(out long leftOut)
    {
        lock (_lock)
        {
            leftOut = 0;
            if (clock.GetElapsedTime(_minuteStarted) >= Minute)
            {
                (_minuteStarted, _used) = (clock.GetTimestamp(), 0);
                (leftOut, _leftOut) = (_leftOut, 0);
            }

            if (_used < linesPerMinute)
            {
                _used++;
                return true;
            }

            _leftOut++;
            return false;
        }
    }
}
