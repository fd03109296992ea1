using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Dashboard.IntegrationTests.Common;

/// <summary>The stream call over a plain socket: an HTTP/1.1 client of the framework reads no answer before it has sent all.</summary>
internal sealed class StreamSocket : IAsyncDisposable
{
    private readonly TcpClient _socket;
    private readonly NetworkStream _network;
    private readonly BufferedStream _buffered;
    private StreamReader? _answers;

    private StreamSocket(TcpClient socket)
    {
        _socket = socket;
        _network = socket.GetStream();
        _buffered = new BufferedStream(_network, 64 * 1024);
    }

    /// <summary>Of the answer; 0 before its first line was read.</summary>
    public int Status { get; private set; }

    public static async Task<StreamSocket> OpenAsync(Uri server, int receiveBytes = 0)
    {
        var client = new TcpClient();
        if (receiveBytes > 0) client.ReceiveBufferSize = receiveBytes;
        await client.ConnectAsync("127.0.0.1", server.Port);
        var socket = new StreamSocket(client);
        await socket.WriteAsync("POST /api/v1/transactions/stream HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", default);
        return socket;
    }

    public Task SendAsync(string lines, CancellationToken cancellationToken = default) =>
        WriteAsync($"{lines.Length:x}\r\n{lines}\r\n", cancellationToken);

    public Task CompleteAsync() => WriteAsync("0\r\n\r\n", default);

    /// <summary>The next answer; null at the proper end of the response.</summary>
    /// <exception cref="IOException">The connection ended in the middle.</exception>
    public async Task<(long Position, string Outcome, string? Id)?> AnswerAsync()
    {
        var line = await LineAsync();
        if (line is null) return null;
        using var answer = JsonDocument.Parse(line);
        var root = answer.RootElement;
        return (root.GetProperty("position").GetInt64(), root.GetProperty("outcome").GetString()!, root.GetProperty("id").GetString());
    }

    /// <summary>The next answer as it came; null at the proper end of the response.</summary>
    public async Task<string?> LineAsync()
    {
        _answers ??= await ReadHeadAsync();
        return await _answers.ReadLineAsync();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<StreamReader> ReadHeadAsync()
    {
        var body = new ChunkedBody(_buffered);
        Status = int.Parse((await body.HeaderLineAsync()).Split(' ')[1], CultureInfo.InvariantCulture);
        while ((await body.HeaderLineAsync()).Length > 0) { }
        return new StreamReader(body, Encoding.UTF8, false, 64 * 1024);
    }

    private Task WriteAsync(string text, CancellationToken cancellationToken) =>
        _network.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken).AsTask();

    // The body of a response in chunked coding (RFC 9112, section 7.1).
    private sealed class ChunkedBody(BufferedStream source) : Stream
    {
        private int _left;
        private bool _ended;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public async Task<string> HeaderLineAsync()
        {
            var line = new StringBuilder();
            var one = new byte[1];
            while (true)
            {
                if (await source.ReadAsync(one) == 0) throw new IOException("The connection ended inside a response.");
                if (one[0] == '\n') return line.ToString().TrimEnd('\r');
                line.Append((char)one[0]);
            }
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_ended) return 0;
            if (_left == 0)
            {
                var size = await HeaderLineAsync();
                _left = int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                if (_left == 0)
                {
                    _ended = true;
                    return 0;
                }
            }

            var read = await source.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            if (read == 0) throw new IOException("The connection ended inside a response.");
            _left -= read;
            if (_left == 0) await HeaderLineAsync();
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
