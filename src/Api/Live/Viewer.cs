using System.Threading.Channels;

namespace Dashboard.Api.Live;

/// <summary>One connected client and its own send loop, so that no client waits for another one that does not read.</summary>
/// <remarks>
/// A client may be <see cref="MaxPending"/> ticks behind; all clients share these frames. Beyond that one snapshot of the newest state
/// replaces them, which the client sees as a gap in the numbers. The transport's send timeout disconnects a client that reads nothing at
/// all.
/// </remarks>
internal sealed class Viewer(Func<LiveFrame, ValueTask> write, Func<LiveFrame> snapshot, TimeProvider clock)
{
    public const int MaxPending = 8;

    // The clients that hold a turn may have stopped reading: after this time the next client goes without one.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    // TryWrite returns false when the channel is full: then the viewer is behind.
    private readonly Channel<LiveFrame> _pending =
        Channel.CreateBounded<LiveFrame>(new BoundedChannelOptions(MaxPending) { SingleReader = true });
    private volatile bool _behind;

    // Written by the loop; read when the connection has ended, possibly before the loop notices.
    private readonly Lock _lock = new();
    private TimeSpan _slowest;
    private long? _sendingSince;

    /// <summary>The longest time that the client took for one frame, including a frame it is still taking. Above the send timeout when
    /// the transport disconnected it.</summary>
    public TimeSpan Slowest
    {
        get
        {
            lock (_lock)
            {
                var running = _sendingSince is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;
                return running > _slowest ? running : _slowest;
            }
        }
    }

    /// <summary>Hands over a frame and never waits. False when the client is too far behind; it then gets a snapshot instead.</summary>
    public bool Offer(LiveFrame frame)
    {
        if (_pending.Writer.TryWrite(frame)) return true;
        _behind = true;
        return false;
    }

    /// <summary>Sends a snapshot, then frame by frame, until the connection is gone.</summary>
    public async Task RunAsync(CancellationToken connectionAborted)
    {
        await SendAsync(snapshot());
        await foreach (var next in _pending.Reader.ReadAllAsync(connectionAborted))
        {
            var frame = next;
            if (_behind)
            {
                while (_pending.Reader.TryRead(out _))
                {
                    // These frames are older than the snapshot that replaces them.
                }

                _behind = false;
                frame = snapshot();
            }

            await SendAsync(frame);
        }
    }

    private async Task SendAsync(LiveFrame frame)
    {
        var isInTurn = await frame.Turns.WaitAsync(Patience);
        lock (_lock) _sendingSince = clock.GetTimestamp();
        try
        {
            await write(frame);
        }
        finally
        {
            if (isInTurn) frame.Turns.Release();
        }

        var slowest = Slowest;
        lock (_lock) (_slowest, _sendingSince) = (slowest, null);
    }
}
