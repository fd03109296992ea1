using System.Globalization;
using System.Net.WebSockets;

namespace Dashboard.Bench.Load;

/// <summary>A client of the hub that takes messages and notes when, without reading what they say: five hundred of them share the cores with the program.</summary>
internal sealed class RawViewer : IAsyncDisposable
{
    private const byte EndOfMessage = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private readonly Lock _lock = new();
    private readonly List<long> _ticks = [];
    private Task? _reading;

    public int Batches { get; private set; }

    public long BatchBytes { get; private set; }

    public long MetricsBytes { get; private set; }

    public static async Task<RawViewer> ConnectAsync(int port)
    {
        var viewer = new RawViewer();
        await viewer._socket.ConnectAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{port}/hubs/dashboard")), CancellationToken.None);
        await viewer._socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        viewer._reading = viewer.ReadAsync();
        return viewer;
    }

    /// <summary>Timestamps of the metrics updates since <see cref="Reset"/>.</summary>
    public long[] Ticks()
    {
        lock (_lock) return [.. _ticks];
    }

    public void Reset()
    {
        lock (_lock)
        {
            _ticks.Clear();
            (Batches, BatchBytes, MetricsBytes) = (0, 0, 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        if (_reading is not null) await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[256 * 1024];
        try
        {
            while (true)
            {
                var have = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    if (have == buffer.Length) Array.Resize(ref buffer, 2 * have);
                    part = await _socket.ReceiveAsync(buffer.AsMemory(have), CancellationToken.None);
                    have += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close) return;
                Note(buffer.AsSpan(0, have));
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Aborted by its owner, or cut: then its ticks end here, and the figures show it.
        }
    }

    // One frame may carry several messages of the hub.
    private void Note(ReadOnlySpan<byte> frame)
    {
        lock (_lock)
        {
            foreach (var range in frame.Split(EndOfMessage))
            {
                var message = frame[range];
                if (message.IndexOf("ReceiveMetricsUpdate"u8) >= 0)
                {
                    _ticks.Add(TimeProvider.System.GetTimestamp());
                    MetricsBytes += message.Length;
                }
                else if (message.IndexOf("ReceiveTransactionBatch"u8) >= 0)
                {
                    Batches++;
                    BatchBytes += message.Length;
                }
            }
        }
    }
}
