using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>
/// Relays the connections of a port of its own to a server until it is cut. Then it closes them all and accepts none.
/// </summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private TcpListener _listener;
    private Task _accepting;

    public TcpRelay(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
    }

    public int Port { get; }

    public async Task CutAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var client in _open.Keys) client.Dispose();
    }

    public Task RestoreAsync()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await CutAsync();

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true) _ = PassAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The relay was cut.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        _open[client] = _open[server] = true;
        try
        {
            await server.ConnectAsync(_host, _port);
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
        catch (Exception exception) when (exception is SocketException or IOException or InvalidOperationException)
        {
            // The relay was cut, or one of the two sides has closed.
        }

        client.Dispose();
        _open.TryRemove(client, out _);
        _open.TryRemove(server, out _);
    }
}
