using System.Threading.Channels;

namespace Dashboard.Api.Live;

/// <summary>One connected client and the loop that sends to it, so that nobody waits for a client that does not read.</summary>
/// <remarks>
/// A client may be <see cref="MaxPending"/> ticks behind; these frames are shared with everybody and cost nothing. Beyond that they are
/// replaced by one snapshot of the newest state, which the client sees as a gap in the numbers. A client that reads nothing at all is cut
/// by the transport's send time-out.
/// </remarks>
internal sealed class Viewer(Func<LiveFrame, ValueTask> write, Func<LiveFrame> snapshot, TimeProvider clock)
{
    public const int MaxPending = 8;

    // Those whose turn it is may have stopped reading: after this time the others go as well.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    // Full means TryWrite says no: then the viewer is behind.
    private readonly Channel<LiveFrame> _pending = Channel.CreateBounded<LiveFrame>(new BoundedChannelOptions(MaxPending) { SingleReader = true });
    private volatile bool _behind;

    // Written by the loop, read when the connection is gone, which may be before the loop knows.
    private readonly Lock _lock = new();
    private TimeSpan _slowest;
    private long? _sendingSince;

    /// <summary>The longest that the client took for one frame, also one not taken yet; over the send time-out when it was cut for not reading.</summary>
    public TimeSpan Slowest
    {
        get { lock (_lock) return _sendingSince is { } since && clock.GetElapsedTime(since) > _slowest ? clock.GetElapsedTime(since) : _slowest; }
    }

    /// <summary>Hands over a frame; never waits. False when the client is too far behind and will get a snapshot instead.</summary>
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
                    // Older than the snapshot that replaces them.
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
