namespace Dashboard.Micro;

/// <summary>A clock that goes only when it is set, and costs nothing to read.</summary>
internal sealed class HandClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
