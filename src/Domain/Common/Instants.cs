namespace Dashboard.Domain.Common;

public static class Instants
{
    /// <summary>The same instant in UTC without what is below a microsecond: what every store keeps, so that read back it is equal.</summary>
    public static DateTimeOffset WholeMicroseconds(this DateTimeOffset instant) =>
        new(instant.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
