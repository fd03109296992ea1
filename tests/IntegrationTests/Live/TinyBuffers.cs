using System.Net;
using System.Net.Sockets;

namespace Dashboard.IntegrationTests.Live;

/// <summary>Sockets whose buffers are full soon, so that a client which does not read is felt by the server within seconds.</summary>
internal static class TinyBuffers
{
    private const int ClientBytes = 4_096;
    private const int ServerBytes = 64 * 1024;

    public static SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ClientBytes, NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    /// <summary>For the server: what it accepts inherits the buffer of what it listens on.</summary>
    public static Socket Listen(EndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = ServerBytes };
        socket.Bind(address);
        return socket;
    }
}
