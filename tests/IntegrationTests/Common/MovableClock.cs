namespace Dashboard.IntegrationTests.Common;

/// <summary>Time goes on as it does, from a point that a test may put ahead.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _aheadTicks;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _aheadTicks, time.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));
}
