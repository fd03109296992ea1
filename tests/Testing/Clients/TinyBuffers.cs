using System.Net;
using System.Net.Sockets;

namespace Dashboard.Testing.Clients;

/// <summary>Sockets with tiny buffers: within seconds the server notices a client that does not read.</summary>
public static class TinyBuffers
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

    /// <summary>For the server: an accepted socket inherits the buffer of the listening one.</summary>
    public static Socket Listen(EndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = ServerBytes };
        socket.Bind(address);
        return socket;
    }
}
