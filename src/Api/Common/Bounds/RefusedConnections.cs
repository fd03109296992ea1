using System.Diagnostics.Metrics;

namespace Dashboard.Api.Common.Bounds;

/// <summary>Counts the connections that the server closed at <c>Server:MaxConnections</c>, from the server's own meter.</summary>
internal sealed class RefusedConnections : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public RefusedConnections()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "kestrel.rejected_connections") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref _count, measurement));
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
