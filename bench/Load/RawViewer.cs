using System.Globalization;
using System.Net.WebSockets;

namespace Dashboard.Bench.Load;

/// <summary>A client of the hub that takes messages and notes when, without reading what they say: five hundred of them share the cores with the program.</summary>
internal sealed class RawViewer : IAsyncDisposable
{
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

    /// <summary>Timestamps of the metrics updates since <see cref="Reset"/>; of a bare server, of every second message.</summary>
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
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var (head, bytes) = (ReadOnlyMemory<byte>.Empty, 0);
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    if (bytes == 0) head = buffer.AsSpan(0, Math.Min(part.Count, 64)).ToArray();
                    bytes += part.Count;
                }
                while (!part.EndOfMessage);
                Note(head.Span, bytes);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Aborted by its owner, or cut: then its ticks end here, and the figures show it.
        }
    }

    private void Note(ReadOnlySpan<byte> head, int bytes)
    {
        lock (_lock)
        {
            // A bare server sends nothing but zeros: batch and update by turns.
            var isBareUpdate = head.Length > 0 && head[0] == 0 && Batches > _ticks.Count;
            if (isBareUpdate || head.IndexOf("ReceiveMetricsUpdate"u8) >= 0)
            {
                _ticks.Add(TimeProvider.System.GetTimestamp());
                MetricsBytes += bytes;
            }
            else if ((head.Length > 0 && head[0] == 0) || head.IndexOf("ReceiveTransactionBatch"u8) >= 0)
            {
                Batches++;
                BatchBytes += bytes;
            }
        }
    }
}
