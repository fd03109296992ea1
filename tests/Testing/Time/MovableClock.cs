namespace Dashboard.Testing.Time;

/// <summary>Real time plus an offset that a test moves: for a whole program, whose timers have to go on.</summary>
public sealed class MovableClock : TimeProvider
{
    private long _aheadTicks;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _aheadTicks, time.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));
}
