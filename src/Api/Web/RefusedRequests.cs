using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Dashboard.Api.Web;

/// <summary>
/// Adds the security headers to the answers that the HTTP server makes itself, before any part of the program sees a request: to a request
/// line or a header that is no HTTP, or is too long. The server has no place to set headers for them.
/// </summary>
/// <remarks>Such an answer is the whole of one write. Every other write costs a comparison of its first bytes.</remarks>
internal static class RefusedRequests
{
    public static ConnectionDelegate WithHeaders(ConnectionDelegate next) => connection =>
    {
        connection.Transport = new Pipes(connection.Transport.Input, new Output(connection.Transport.Output));
        return next(connection);
    };

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Output(PipeWriter inner) : PipeWriter
    {
        private Memory<byte> _memory;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes)
        {
            var written = _memory.Span[..bytes];
            if (!IsRefusal(written))
            {
                inner.Advance(bytes);
                return;
            }

            // Before the empty line at the end.
            inner.Advance(bytes - 2);
            inner.Write(SecurityHeaders.OfRefusedRequests);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => _memory = inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            inner.FlushAsync(cancellationToken);

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(source, cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

        // The answers of the program have the headers already.
        private static bool IsRefusal(ReadOnlySpan<byte> written) =>
            (written.StartsWith("HTTP/1.1 4"u8) || written.StartsWith("HTTP/1.1 505"u8)) && written.EndsWith("\r\n\r\n"u8)
            && written.IndexOf("\r\nContent-Length: 0\r\n"u8) > 0 && written.IndexOf("\r\nX-Content-Type-Options: "u8) < 0;
    }
}
