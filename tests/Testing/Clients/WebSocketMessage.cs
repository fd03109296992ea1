using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Dashboard.Testing.Time;

namespace Dashboard.Testing.Clients;

/// <summary>A WebSocket message as it is on the wire (RFC 6455, section 5.2).</summary>
/// <param name="Kind">The first byte of the first frame: the flags and the opcode.</param>
/// <param name="Content">The text, decompressed.</param>
/// <param name="Length">The bytes of the payload on the wire, of all frames.</param>
public sealed record WebSocketMessage(byte Kind, string Content, int Length)
{
    /// <summary>A text message in one frame.</summary>
    public const byte WholeText = IsLast | 0x01;

    /// <summary>The flag of a compressed message.</summary>
    public const byte Compressed = 0x40;

    private const byte IsLast = 0x80;

    /// <summary>A short text from a client. Clients mask what they send; a mask of zeros leaves the text as it is.</summary>
    public static byte[] Text(string text) => [WholeText, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)];

    /// <summary>The next message, which the server may send in several frames.</summary>
    public static async Task<WebSocketMessage> ReadAsync(Stream stream)
    {
        var timeout = TestTimeout.Token();
        var (kind, payload) = await ReadFrameAsync(stream, timeout);
        for (var last = kind; (last & IsLast) == 0;)
        {
            (last, var more) = await ReadFrameAsync(stream, timeout);
            payload = [.. payload, .. more];
        }

        return new WebSocketMessage(kind, Encoding.UTF8.GetString((kind & Compressed) == 0 ? payload : Inflate(payload)), payload.Length);
    }

    private static async Task<(byte Kind, byte[] Payload)> ReadFrameAsync(Stream stream, CancellationToken timeout)
    {
        var head = new byte[10];
        await stream.ReadExactlyAsync(head.AsMemory(0, 2), timeout);
        var (kind, length) = (head[0], (long)head[1]);
        if (length == 126)
        {
            await stream.ReadExactlyAsync(head.AsMemory(2, 2), timeout);
            length = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2));
        }
        else if (length == 127)
        {
            await stream.ReadExactlyAsync(head.AsMemory(2, 8), timeout);
            length = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(2));
        }

        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload, timeout);
        return (kind, payload);
    }

    private static byte[] Inflate(byte[] payload)
    {
        // The end of the last block is the same in every message and is not sent (RFC 7692, section 7.2.2). The decoder needs it.
        using var source = new MemoryStream([.. payload, 0x00, 0x00, 0xff, 0xff, 0x01, 0x00, 0x00, 0xff, 0xff]);
        using var inflate = new DeflateStream(source, CompressionMode.Decompress);
        using var target = new MemoryStream();
        inflate.CopyTo(target);
        return target.ToArray();
    }
}
