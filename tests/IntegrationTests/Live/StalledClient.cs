using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Dashboard.IntegrationTests.Live;

/// <summary>Speaks the hub's handshake over a raw WebSocket with a tiny receive buffer, and never reads again.</summary>
internal sealed class StalledClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096, NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    public static async Task<StalledClient> ConnectAsync(Uri server)
    {
        var client = new StalledClient();
        var address = new UriBuilder(server) { Scheme = "ws", Path = "/hubs/dashboard" }.Uri;
        await client._socket.ConnectAsync(address, client._invoker, CancellationToken.None);
        await client._socket.SendAsync(
            Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        return client;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _invoker.Dispose();
        return ValueTask.CompletedTask;
    }
}
