using System.Net.WebSockets;
using System.Text;

namespace Dashboard.IntegrationTests.Live;

/// <summary>
/// Speaks the hub's protocol over a raw WebSocket with a tiny receive buffer. It pings like any client; whether it ever reads, its test decides.
/// </summary>
internal sealed class RawClient : IAsyncDisposable
{
    private static readonly byte[] Ping = Encoding.UTF8.GetBytes("{\"type\":6}\u001e");
    private static readonly byte[] Tick = Encoding.UTF8.GetBytes("\"target\":\"ReceiveMetricsUpdate\"");

    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _invoker = new(TinyBuffers.Handler());
    private readonly PeriodicTimer _pings = new(TimeSpan.FromSeconds(5), TimeProvider.System);
    private readonly List<long> _ticks = [];
    private Task _pinging = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;

    /// <summary>The server has closed the connection.</summary>
    public bool IsCut => _pinging.IsCompleted;

    public static async Task<RawClient> ConnectAsync(Uri server)
    {
        var client = new RawClient();
        var address = new UriBuilder(server) { Scheme = "ws", Path = "/hubs/dashboard" }.Uri;
        await client._socket.ConnectAsync(address, client._invoker, CancellationToken.None);
        await client.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"));
        client._pinging = client.PingAsync();
        return client;
    }

    /// <summary>Reads from now on and notes when each metrics update ends.</summary>
    public void Read() => _reading = ReadAsync();

    /// <summary>Times between metrics updates, without the first, which comes at once.</summary>
    public IEnumerable<TimeSpan> Intervals()
    {
        long[] at;
        lock (_ticks) at = [.. _ticks.Skip(1)];
        return at.Zip(at.Skip(1), (a, b) => TimeProvider.System.GetElapsedTime(a, b));
    }

    public async ValueTask DisposeAsync()
    {
        _pings.Dispose();
        _socket.Dispose();
        _invoker.Dispose();
        await Task.WhenAll(_pinging, _reading);
    }

    private Task SendAsync(byte[] message) => _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task PingAsync()
    {
        try
        {
            while (await _pings.WaitForNextTickAsync()) await SendAsync(Ping);
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut by the server, or disposed.
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var isTick = false;
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                // The update is small: its name is in the last piece that is read of a message.
                isTick = isTick || buffer.AsSpan(0, result.Count).IndexOf(Tick) >= 0;
                if (!result.EndOfMessage || !isTick) continue;
                isTick = false;
                lock (_ticks) _ticks.Add(TimeProvider.System.GetTimestamp());
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Disposed.
        }
    }
}
