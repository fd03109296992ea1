using System.IO.Pipelines;

namespace Dashboard.Api.Ingest.Streams;

/// <summary>The slot of one stream, until its answers are sent.</summary>
internal sealed class StreamSlot(PipeReader body, TimeProvider clock, Action<StreamSlot> release) : IDisposable
{
    private readonly Lock _lock = new();

    // Null while the stream is not waiting for its sender.
    private long? _silentSince;
    private bool _isGivenUp;

    /// <summary>How long the stream has been waiting for a transaction. Empty lines do not count: they cost a sender nothing. Zero once the
    /// stream has given its slot up.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_lock) return _silentSince is { } since && !_isGivenUp ? clock.GetElapsedTime(since) : TimeSpan.Zero;
        }
    }

    /// <summary>The slot is given up: the stream has to end.</summary>
    public bool IsGivenUp
    {
        get
        {
            lock (_lock) return _isGivenUp;
        }
    }

    /// <summary>The stream waits for its sender, if it does not wait already.</summary>
    public void BeginWaiting()
    {
        lock (_lock) _silentSince ??= clock.GetTimestamp();
    }

    /// <summary>A transaction came.</summary>
    public void EndWaiting()
    {
        lock (_lock) _silentSince = null;
    }

    /// <summary>Ends the stream, unless a transaction came in the meantime.</summary>
    public bool TryGiveUp()
    {
        lock (_lock)
        {
            if (_silentSince is null || _isGivenUp) return false;
            _isGivenUp = true;
        }

        body.CancelPendingRead();
        return true;
    }

    public void Dispose() => release(this);
}
