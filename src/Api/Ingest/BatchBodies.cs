using Dashboard.Api.Common;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest;

/// <summary>
/// Receives the bodies of batch calls before they get a slot, so that slow senders take no slots. All bodies together have a bound, and
/// each one a lowest pace.
/// </summary>
internal sealed class BatchBodies(IOptions<IngestOptions> options, TimeProvider clock)
{
    // A body has to come at its pace in each of these spans: one that stops after a fast beginning is too slow as well.
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(3);

    private readonly long _maxBytes = options.Value.MaxConcurrentBatches * IngestEndpoints.MaxBatchBytes;
    private readonly long _bytesPerSpan = (long)(options.Value.MinBatchRate * Span.TotalSeconds);
    private long _held;

    /// <summary>
    /// Receives the whole body; whoever reads it then gets it at once. False when there is no room for it.
    /// </summary>
    /// <param name="http">The call. What its body holds is given back when the call ends.</param>
    /// <param name="cutOff">Ends the call of a sender that is too slow.</param>
    public async Task<bool> ReceiveAsync(HttpContext http, Action cutOff)
    {
        var part = new Part(this);
        http.Response.RegisterForDispose(part);
        long received = 0, before = 0;
        await using var pace = clock.CreateTimer(
            _ =>
            {
                var now = Volatile.Read(ref received);
                if (now - before < _bytesPerSpan) cutOff();
                before = now;
            },
            null, Span, Span);
        var body = http.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(http.RequestAborted);
            if (read.IsCanceled)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                throw Refusals.BodyTooSlow.ToException();
            }

            var isWhole = read.IsCompleted;
            Volatile.Write(ref received, read.Buffer.Length);
            var hasRoom = part.TryGrow(read.Buffer.Length);
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (isWhole || !hasRoom) return hasRoom;
        }
    }

    private sealed class Part(BatchBodies all) : IDisposable
    {
        private long _bytes;

        public bool TryGrow(long bytes)
        {
            var more = bytes - _bytes;
            if (Interlocked.Add(ref all._held, more) > all._maxBytes)
            {
                Interlocked.Add(ref all._held, -more);
                return false;
            }

            _bytes = bytes;
            return true;
        }

        public void Dispose() => Interlocked.Add(ref all._held, -Interlocked.Exchange(ref _bytes, 0));
    }
}
