using System.Net.WebSockets;
using System.Text;
using Dashboard.Testing.Time;

namespace Dashboard.Testing.Clients;

/// <summary>
/// Speaks the hub's protocol over a WebSocket with a tiny receive buffer. It pings like any client; the test decides whether it ever reads.
/// </summary>
public sealed class RawHubClient : IAsyncDisposable
{
    private static readonly byte[] Ping = Encoding.UTF8.GetBytes(HubProtocol.Ping);
    private static readonly byte[] Update = Encoding.UTF8.GetBytes("\"target\":\"ReceiveMetricsUpdate\"");

    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _invoker = new(TinyBuffers.Handler());
    private readonly PeriodicTimer _pings = new(TimeSpan.FromSeconds(5), TimeProvider.System);
    private readonly List<long> _updates = [];
    private int _asked;
    private Task _pinging = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;

    /// <summary>The server has closed the connection.</summary>
    public bool IsCut => _pinging.IsCompleted;

    /// <summary>Ends when a ping finds that the server has closed the connection, or when the client is disposed.</summary>
    public Task Cut => _pinging;

    public static async Task<RawHubClient> ConnectAsync(Uri server)
    {
        var client = new RawHubClient();
        var address = new UriBuilder(server) { Scheme = "ws", Path = "/hubs/dashboard" }.Uri;
        await client._socket.ConnectAsync(address, client._invoker, TestTimeout.Token());
        await client.SendAsync(Encoding.UTF8.GetBytes(HubProtocol.Handshake));
        client._pinging = client.PingAsync();
        return client;
    }

    /// <summary>Reads from now on and notes when each metrics update ends.</summary>
    public void ReadUpdates() => _reading = ReadUpdatesAsync();

    /// <summary>Times between metrics updates, without the first, which comes at once. Only for the long form.</summary>
    public IEnumerable<TimeSpan> Intervals()
    {
        long[] at;
        lock (_updates) at = [.. _updates.Skip(1)];
        return at.Zip(at.Skip(1), (a, b) => TimeProvider.System.GetElapsedTime(a, b));
    }

    /// <summary>Asks for the changes after a number, and does not wait for the answer.</summary>
    public Task AskToResumeAsync(string epoch, long sequence) => SendAsync(Encoding.UTF8.GetBytes(
        $$"""{"type":1,"invocationId":"{{_asked++}}","target":"Resume","arguments":["{{epoch}}",{{sequence}}]}""" + "\u001e"));

    /// <summary>The message with which the server closes; when the connection breaks without one, the last message before that.</summary>
    public async Task<string> ReadToCloseAsync()
    {
        var buffer = new byte[256 * 1024];
        var (text, last) = (new StringBuilder(), "");
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                text.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
                var messages = text.ToString().Split('\u001e');
                text.Clear().Append(messages[^1]);
                if (messages.Length > 1) last = messages[^2];
                if (messages.FirstOrDefault(m => m.Contains("\"type\":7", StringComparison.Ordinal)) is not { } close) continue;
                // A client closes when it receives this message.
                _socket.Abort();
                return close;
            }
        }
        catch (WebSocketException)
        {
            return last;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _pings.Dispose();
        _socket.Dispose();
        _invoker.Dispose();
        await Task.WhenAll(_pinging, _reading);
    }

    private Task SendAsync(byte[] message) =>
        _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task PingAsync()
    {
        try
        {
            while (await _pings.WaitForNextTickAsync()) await SendAsync(Ping);
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The server has cut the connection, or the client is disposed.
        }
    }

    private async Task ReadUpdatesAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var isUpdate = false;
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                // The update is small: its name is in the last piece of a message.
                isUpdate = isUpdate || buffer.AsSpan(0, result.Count).IndexOf(Update) >= 0;
                if (!result.EndOfMessage || !isUpdate) continue;
                isUpdate = false;
                lock (_updates) _updates.Add(TimeProvider.System.GetTimestamp());
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is disposed.
        }
    }
}
