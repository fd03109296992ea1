using System.Globalization;
using System.Text;

namespace Dashboard.Testing.Clients;

/// <summary>The body of a response in chunked coding (RFC 9112, section 7.1), read while it arrives.</summary>
internal sealed class ChunkedBody(Stream source) : Stream
{
    private int _left;
    private bool _hasEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>A line of the head, or the size of a chunk.</summary>
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
        if (_hasEnded) return 0;
        if (_left == 0)
        {
            _left = int.Parse(await HeaderLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (_left == 0)
            {
                _hasEnded = true;
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
