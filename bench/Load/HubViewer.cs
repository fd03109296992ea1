using System.Globalization;
using System.Net.WebSockets;

namespace Dashboard.Bench.Load;

/// <summary>
/// A client of the hub that records when messages arrive and does not parse them, because hundreds of such clients share the cores with the
/// program.
/// </summary>
internal sealed class HubViewer : IAsyncDisposable
{
    private const byte EndOfMessage = 0x1e;

    private static readonly byte[] Handshake = "{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray();

    private readonly TimeProvider _clock;
    private readonly ClientWebSocket _socket = new();
    private readonly Lock _lock = new();
    private readonly List<long> _ticks = [];
    private Task? _reading;

    private HubViewer(TimeProvider clock) => _clock = clock;

    public int Batches { get; private set; }

    public long BatchBytes { get; private set; }

    public long MetricsBytes { get; private set; }

    public static async Task<HubViewer> ConnectAsync(int port, TimeProvider clock)
    {
        var viewer = new HubViewer(clock);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{port}/hubs/dashboard"));
        await viewer._socket.ConnectAsync(address, CancellationToken.None);
        await viewer._socket.SendAsync(Handshake, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        viewer._reading = viewer.ReadAsync();
        return viewer;
    }

    /// <summary>Timestamps of the metrics updates since the last <see cref="Reset"/>.</summary>
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
                Record(buffer.AsSpan(0, have));
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Its owner disposed it, or the server cut it. The ticks end here, and the figures show that.
        }
    }

    // The hub may send several messages in one frame.
    private void Record(ReadOnlySpan<byte> frame)
    {
        lock (_lock)
        {
            foreach (var range in frame.Split(EndOfMessage))
            {
                var message = frame[range];
                if (message.IndexOf("ReceiveMetricsUpdate"u8) >= 0)
                {
                    _ticks.Add(_clock.GetTimestamp());
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
