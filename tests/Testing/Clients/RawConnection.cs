using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Dashboard.Testing.Time;

namespace Dashboard.Testing.Clients;

/// <summary>An HTTP/1.1 connection without a client library: it sends exactly the given bytes and shows what the server answers.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly TcpClient _socket;

    private RawConnection(TcpClient socket)
    {
        _socket = socket;
        Stream = socket.GetStream();
    }

    public NetworkStream Stream { get; }

    /// <param name="receiveBytes">The size of the receive buffer; 0 leaves the choice to the system.</param>
    public static async Task<RawConnection> OpenAsync(Uri server, int receiveBytes = 0)
    {
        var socket = new TcpClient();
        if (receiveBytes > 0) socket.ReceiveBufferSize = receiveBytes;
        await socket.ConnectAsync("127.0.0.1", server.Port, TestTimeout.Token());
        return new RawConnection(socket);
    }

    /// <summary>A WebSocket connection to the hub. Next come the answer to the handshake and the snapshot.</summary>
    /// <param name="server">The address of the server.</param>
    /// <param name="isCompressed">Offers compression, as browsers do.</param>
    public static async Task<RawConnection> OpenHubAsync(Uri server, bool isCompressed)
    {
        var connection = await OpenAsync(server);
        await connection.SendAsync(
            $"GET /hubs/dashboard HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + (isCompressed ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "")
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        (await connection.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101");
        await connection.Stream.WriteAsync(WebSocketMessage.Text(HubProtocol.Handshake), TestTimeout.Token());
        return connection;
    }

    public Task SendAsync(string text) => Stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestTimeout.Token()).AsTask();

    /// <summary>Sends the bytes, and gives all that the server answers until it closes.</summary>
    /// <param name="endsSending">Whether the client closes its sending side. The server then may answer nothing any more.</param>
    public static async Task<string> ExchangeAsync(Uri server, byte[] bytes, bool endsSending = true)
    {
        using var connection = await OpenAsync(server);
        var timeout = TestTimeout.Token();
        var answer = new StringBuilder();
        try
        {
            await connection.Stream.WriteAsync(bytes, timeout);
            if (endsSending) connection._socket.Client.Shutdown(SocketShutdown.Send);
            var buffer = new byte[4096];
            while (await connection.Stream.ReadAsync(buffer, timeout) is > 0 and var read)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // A reset is an answer, too.
        }

        return answer.ToString();
    }

    /// <summary>The status of the answer; 0 when the server closes the connection without one.</summary>
    public async Task<int> ReadStatusAsync()
    {
        var bytes = new byte[12];
        try
        {
            var read = await Stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, TestTimeout.Token());
            return read < bytes.Length ? 0 : int.Parse(Encoding.ASCII.GetString(bytes, 9, 3), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // The request was still on its way when the server closed: the system answers with a reset.
            return 0;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReadHeadAsync()
    {
        var timeout = TestTimeout.Token();
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            await Stream.ReadExactlyAsync(one, timeout);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
