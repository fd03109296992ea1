using System.IO.Pipelines;

namespace Dashboard.Api.Live;

/// <summary>A connection that keeps each message in one piece.</summary>
/// <remarks>
/// Without it, the pipe cuts a message into buffers of 4 KB, and the WebSocket transport sends each buffer as its own frame: a batch
/// would cost a dozen frames, writes and flushes for each client.
/// </remarks>
internal sealed class ContiguousTransport(IDuplexPipe inner) : IDuplexPipe
{
    private readonly Writer _output = new(inner.Output);

    public PipeReader Input => inner.Input;

    public PipeWriter Output => _output;

    /// <summary>Calls back about the next answer to a call of the client.</summary>
    /// <param name="made">Its bytes are there.</param>
    /// <param name="sent">The socket has taken them, or never will.</param>
    public void OnNextAnswer(Action made, Action sent) => _output.OnNextAnswer(made, sent);

    private sealed class Writer(PipeWriter inner) : PipeWriter
    {
        // An answer has hundreds of kilobytes. In the pieces of 4 KB that the pipe would take, it is dozens of frames and system calls.
        private const int PieceBytes = 32 * 1024;

        private (Action Made, Action Sent)? _answer;

        // Unused bytes of the piece that is being written.
        private int _room;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            source.CopyTo(inner.GetMemory(source.Length));
            inner.Advance(source.Length);
            return inner.FlushAsync(cancellationToken);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (_answer is null || _room >= Math.Max(1, sizeHint)) return inner.GetMemory(sizeHint);
            var piece = inner.GetMemory(Math.Max(PieceBytes, sizeHint));
            _room = piece.Length;
            return piece;
        }

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            _room -= bytes;
            inner.Advance(bytes);
        }

        public void OnNextAnswer(Action made, Action sent) => _answer = (made, sent);

        // Only answers are written here piece by piece. Ticks and pings are bytes already, and come in one piece.
        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            if (_answer is not { } answer) return inner.FlushAsync(cancellationToken);
            (_answer, _room) = (null, 0);
            return FlushAsync(answer.Made, answer.Sent, cancellationToken);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        private async ValueTask<FlushResult> FlushAsync(Action made, Action sent, CancellationToken cancellationToken)
        {
            made();
            try
            {
                return await inner.FlushAsync(cancellationToken);
            }
            finally
            {
                sent();
            }
        }

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
