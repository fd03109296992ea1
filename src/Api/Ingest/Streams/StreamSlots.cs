using Dashboard.Api.Common.Bounds;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest.Streams;

/// <summary>Bounds how many streams are open at once. Silent streams do not keep other callers away: when all slots are taken, the stream
/// that has been silent longest gives its slot up.</summary>
internal sealed class StreamSlots(IOptions<IngestOptions> options, RefusalCounts refusals, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.MaxStreams);
    private readonly Lock _lock = new();
    private readonly HashSet<StreamSlot> _taken = [];

    /// <summary>Waits for a slot, for <c>Ingest:Patience</c> at most; null when none became free.</summary>
    public async Task<StreamSlot?> TakeAsync(HttpContext context)
    {
        if (_free.CurrentCount == 0) EndMostSilent();
        if (!await _free.WaitAsync(options.Value.Patience, context.RequestAborted)) return null;
        var slot = new StreamSlot(context.Request.BodyReader, clock, Release);
        lock (_lock) _taken.Add(slot);
        return slot;
    }

    public void Dispose() => _free.Dispose();

    private void EndMostSilent()
    {
        StreamSlot? silent;
        lock (_lock) silent = _taken.Where(s => s.Silence > options.Value.StreamGrace).MaxBy(s => s.Silence);
        if (silent?.TryGiveUp() == true) refusals.Add("stream_silent", RefusalCounts.Disconnected);
    }

    private void Release(StreamSlot slot)
    {
        lock (_lock)
        {
            if (!_taken.Remove(slot)) return;
        }

        _free.Release();
    }
}
