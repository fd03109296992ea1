namespace Dashboard.Testing.Time;

/// <summary>Real time plus an offset that a test moves: for a whole program, whose timers have to go on.</summary>
public sealed class MovableClock : TimeProvider
{
    private long _aheadTicks;
    private long _passedTicks;

    /// <summary>Sets the clock; no time passes. A negative time sets it back.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref _aheadTicks, time.Ticks);

    /// <summary>Lets time pass: the clock and the elapsed time move.</summary>
    public void Pass(TimeSpan time)
    {
        Interlocked.Add(ref _passedTicks, time.Ticks);
        Advance(time);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));

    public override long GetTimestamp() =>
        System.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _passedTicks)).TotalSeconds * TimestampFrequency);
}
