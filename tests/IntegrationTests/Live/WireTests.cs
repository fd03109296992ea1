using System.Buffers.Binary;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Dashboard.IntegrationTests.Common;

namespace Dashboard.IntegrationTests.Live;

public sealed class WireTests : IDisposable
{
    private const byte Compressed = 0x40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_a_tick_sends_is_one_frame_however_long()
    {
        await using var host = await HostWithTransactionsAsync([]);

        var (kind, message, length) = await ReadSnapshotAsync(host, isCompressed: false);

        kind.ShouldBe(RawHub.WholeText);
        message.ShouldContain("\"target\":\"ReceiveTransactionBatch\"");
        message.ShouldContain("\"target\":\"ReceiveMetricsUpdate\"");
        length.ShouldBeGreaterThan(30_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_offers_compression_gets_a_tick_in_a_fraction_of_the_bytes(bool isOn)
    {
        await using var host = await HostWithTransactionsAsync(new() { ["Live:Compression"] = isOn.ToString() });

        var (kind, message, length) = await ReadSnapshotAsync(host, isCompressed: true);

        kind.ShouldBe(isOn ? (byte)(RawHub.WholeText | Compressed) : RawHub.WholeText);
        message.ShouldContain("\"target\":\"ReceiveTransactionBatch\"");
        message.ShouldContain("\"target\":\"ReceiveMetricsUpdate\"");
        if (isOn) length.ShouldBeLessThan(message.Length / 4);
        else length.ShouldBe(message.Length);
    }

    private async Task<DashboardHost> HostWithTransactionsAsync(Dictionary<string, string?> settings)
    {
        var host = new DashboardHost(_store, new(settings) { ["Processing:MaxDelay"] = "00:00:00.100", ["Live:BroadcastInterval"] = "00:00:30" });
        await host.IngestAsync([.. Enumerable.Range(0, 100).Select(_ => Some.New())]);
        await host.WaitUntilIdleAsync();
        return host;
    }

    private static async Task<(byte Kind, string Text, long Length)> ReadSnapshotAsync(DashboardHost host, bool isCompressed)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var tcp = await RawHub.ConnectAsync(host.Client.BaseAddress!, isCompressed, patience.Token);
        var (_, handshake, _) = await ReadFrameAsync(tcp.GetStream(), patience.Token);
        handshake.ShouldBe("{}\u001e");
        return await ReadFrameAsync(tcp.GetStream(), patience.Token);
    }

    private static async Task<(byte Kind, string Text, long Length)> ReadFrameAsync(NetworkStream stream, CancellationToken cancellationToken)
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
        return (kind, Encoding.UTF8.GetString((kind & Compressed) == 0 ? payload : Inflated(payload)), length);
    }

    private static byte[] Inflated(byte[] payload)
    {
        // The end of the last block, which is the same for every message, is not sent (RFC 7692, 7.2.2); the reader wants one that says so.
        using var source = new MemoryStream([.. payload, 0x00, 0x00, 0xff, 0xff, 0x01, 0x00, 0x00, 0xff, 0xff]);
        using var inflate = new DeflateStream(source, CompressionMode.Decompress);
        using var target = new MemoryStream();
        inflate.CopyTo(target);
        return target.ToArray();
    }
}
