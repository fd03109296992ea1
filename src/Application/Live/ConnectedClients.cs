namespace Dashboard.Application.Live;

/// <summary>Counts the connected clients of the hub, and the clients that were refused because there were too many.</summary>
public sealed class ConnectedClients
{
    private int _count;
    private long _refused;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Refused since the start of the process.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Counts a client in, unless there are <paramref name="max"/> already.</summary>
    public bool TryAdd(int max)
    {
        if (Interlocked.Increment(ref _count) <= max) return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    public int Remove() => Interlocked.Decrement(ref _count);

    public long Refuse() => Interlocked.Increment(ref _refused);
}
