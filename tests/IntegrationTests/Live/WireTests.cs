using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Dashboard.IntegrationTests.Common;

namespace Dashboard.IntegrationTests.Live;

public sealed class WireTests : IDisposable
{
    private const byte WholeText = 0x81;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_a_tick_sends_is_one_frame_however_long()
    {
        await using var host = new DashboardHost(_store, new() { ["Processing:MaxDelay"] = "00:00:00.100", ["Live:BroadcastInterval"] = "00:00:30" });
        await host.IngestAsync([.. Enumerable.Range(0, 100).Select(_ => Some.New())]);
        await host.WaitUntilIdleAsync();
        var server = host.Client.BaseAddress!;
        using var tcp = new TcpClient();
        using var patience = new CancellationTokenSource(Patience);
        await tcp.ConnectAsync(server.Host, server.Port, patience.Token);
        var stream = tcp.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /hubs/dashboard HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"), patience.Token);
        await ReadHeadAsync(stream, patience.Token);
        await stream.WriteAsync(Masked("{\"protocol\":\"json\",\"version\":1}\u001e"), patience.Token);
        var (_, handshake) = await ReadFrameAsync(stream, patience.Token);
        var (kind, message) = await ReadFrameAsync(stream, patience.Token);

        handshake.ShouldBe("{}\u001e");
        kind.ShouldBe(WholeText);
        message.ShouldContain("\"target\":\"ReceiveTransactionBatch\"");
        message.ShouldContain("\"target\":\"ReceiveMetricsUpdate\"");
        message.Length.ShouldBeGreaterThan(30_000);
    }

    private static async Task ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = "";
        var one = new byte[1];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            head += (char)one[0];
        }

        head.ShouldStartWith("HTTP/1.1 101");
    }

    private static async Task<(byte Kind, string Text)> ReadFrameAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new byte[10];
        await stream.ReadExactlyAsync(head.AsMemory(0, 2), cancellationToken);
        var (kind, length) = (head[0], (long)head[1]);
        if (length == 126)
        {
            await stream.ReadExactlyAsync(head.AsMemory(2, 2), cancellationToken);
            length = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2));
        }
        else if (length == 127)
        {
            await stream.ReadExactlyAsync(head.AsMemory(2, 8), cancellationToken);
            length = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(2));
        }

        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload, cancellationToken);
        return (kind, Encoding.UTF8.GetString(payload));
    }

    // A mask of zeros leaves the text as it is.
    private static byte[] Masked(string text) => [WholeText, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)];
}
