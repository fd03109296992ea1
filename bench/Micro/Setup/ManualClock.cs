namespace Dashboard.Micro.Setup;

/// <summary>A clock that stands still until it is set, and costs nothing to read.</summary>
internal sealed class ManualClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
