namespace Dashboard.Application.Live;

/// <summary>Counts the connected clients of the hub.</summary>
public sealed class ConnectedClients
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public int Add() => Interlocked.Increment(ref _count);

    public int Remove() => Interlocked.Decrement(ref _count);
}
