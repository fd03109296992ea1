namespace Dashboard.IntegrationTests.Live;

public sealed class WireTests : IDisposable
{
    // Part of a tick with a hundred transactions, and more than the buffers that a pipe cuts messages into.
    private const int LongMessage = 10_000;

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_tick_is_one_frame_however_long()
    {
        var tick = await ReadTickAsync([], isCompressed: false);

        tick.Kind.ShouldBe(WebSocketMessage.WholeText);
        tick.Content.ShouldContain("\"target\":\"ReceiveTransactionBatch\"");
        tick.Content.ShouldContain("\"target\":\"ReceiveMetricsUpdate\"");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_offers_compression_gets_a_tick_in_a_fraction_of_the_bytes(bool isOn)
    {
        var tick = await ReadTickAsync(new() { ["Live:Compression"] = isOn.ToString() }, isCompressed: true);

        tick.Kind.ShouldBe(isOn ? (byte)(WebSocketMessage.WholeText | WebSocketMessage.Compressed) : WebSocketMessage.WholeText);
        tick.Content.ShouldContain("\"target\":\"ReceiveTransactionBatch\"");
        tick.Content.ShouldContain("\"target\":\"ReceiveMetricsUpdate\"");
        if (isOn) tick.Length.ShouldBeLessThan(tick.Content.Length / 4);
        else tick.Length.ShouldBe(tick.Content.Length);
    }

    // Not the snapshot: it may share a message with the answer to the handshake.
    private async Task<WebSocketMessage> ReadTickAsync(Dictionary<string, string?> settings, bool isCompressed)
    {
        await using var host = await DashboardHost.StartAsync(
            _store, new(settings) { ["Processing:MaxDelay"] = "00:00:00.100", ["Live:BroadcastInterval"] = "00:00:02" });
        using var connection = await RawConnection.OpenHubAsync(host.Address, isCompressed);
        await ReadUntilAsync(m => m.Content.Contains("ReceiveMetricsUpdate", StringComparison.Ordinal));
        await host.IngestAsync([.. Enumerable.Range(0, 100).Select(_ => TestData.Item())]);
        return await ReadUntilAsync(m => m.Content.Length > LongMessage);

        async Task<WebSocketMessage> ReadUntilAsync(Func<WebSocketMessage, bool> condition)
        {
            while (true)
                if (await WebSocketMessage.ReadAsync(connection.Stream) is var message && condition(message)) return message;
        }
    }
}
