using System.Net.Sockets;
using System.Text;

namespace Dashboard.IntegrationTests.Common;

/// <summary>A connection to the hub without a client library, for tests of what is on the wire.</summary>
internal static class RawHub
{
    public const byte WholeText = 0x81;

    /// <summary>Connects, and asks for the JSON protocol. What comes next is the answer to that, then what every client gets.</summary>
    /// <param name="isCompressed">Offers compression, as browsers do.</param>
    public static async Task<TcpClient> ConnectAsync(Uri server, bool isCompressed, CancellationToken cancellationToken)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(server.Host, server.Port, cancellationToken);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /hubs/dashboard HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + (isCompressed ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "")
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"), cancellationToken);
        await ReadHeadAsync(stream, cancellationToken);
        await stream.WriteAsync(Masked("{\"protocol\":\"json\",\"version\":1}\u001e"), cancellationToken);
        return tcp;
    }

    private static async Task ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = "";
        var one = new byte[1];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            head += (char)one[0];
        }

        head.ShouldStartWith("HTTP/1.1 101");
    }

    // A mask of zeros leaves the text as it is.
    private static byte[] Masked(string text) => [WholeText, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)];
}
