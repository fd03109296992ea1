namespace Dashboard.Domain.Common;

public static class Instants
{
    /// <summary>
    /// The same instant in UTC, cut to whole microseconds. Every store keeps that much, so a time that is read back is equal.
    /// </summary>
    public static DateTimeOffset WholeMicroseconds(this DateTimeOffset instant) =>
        new(instant.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
