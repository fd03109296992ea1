using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Bench.Harness;

/// <summary>
/// One HTTP/1.1 connection that sends prepared requests. It costs little, because the load generator shares the cores with the program.
/// </summary>
public sealed class RawHttp : IDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[16 * 1024];

    public static async Task<RawHttp> ConnectAsync(int port)
    {
        var http = new RawHttp();
        await http._socket.ConnectAsync(IPAddress.Loopback, port);
        return http;
    }

    public static byte[] Post(string path, ReadOnlySpan<byte> json, string? key = null)
    {
        var authorization = key is null ? "" : $"Authorization: Bearer {key}\r\n";
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}Content-Type: application/json\r\n")
            + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {json.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. json];
    }

    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    /// <summary>Sends one request, reads its whole answer and returns the status code.</summary>
    public async Task<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;) sent += await _socket.SendAsync(request[sent..]);
        var have = 0;
        while (true)
        {
            if (have == _buffer.Length) Array.Resize(ref _buffer, 2 * have);
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(have));
            if (read == 0) throw new IOException("The server closed the connection.");
            have += read;
            if (IsWhole(_buffer.AsSpan(0, have))) return int.Parse(_buffer.AsSpan(9, 3), CultureInfo.InvariantCulture);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf(EndOfHead);
        if (end < 0) return false;
        var head = answer[..end];
        var body = answer[(end + EndOfHead.Length)..];
        var length = head.IndexOf("Content-Length: "u8);
        // Without a length the body comes in chunks. The last chunk is empty.
        if (length < 0) return head.IndexOf("chunked"u8) < 0 || body.EndsWith("0\r\n\r\n"u8);
        var digits = head[(length + 16)..];
        var lineEnd = digits.IndexOf((byte)'\r');
        return body.Length >= int.Parse(lineEnd < 0 ? digits : digits[..lineEnd], CultureInfo.InvariantCulture);
    }
}
