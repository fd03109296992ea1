namespace Dashboard.IntegrationTests.Live;

public sealed class WireTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_a_tick_sends_is_one_frame_however_long()
    {
        await using var host = await HostWithTransactionsAsync([]);

        var (kind, message, length) = await ReadSnapshotAsync(host, isCompressed: false);

        kind.ShouldBe(WebSocketMessage.WholeText);
        message.ShouldContain("\"target\":\"ReceiveTransactionBatch\"");
        message.ShouldContain("\"target\":\"ReceiveMetricsUpdate\"");
        length.ShouldBeGreaterThan(30_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_offers_compression_gets_a_tick_in_a_fraction_of_the_bytes(bool isOn)
    {
        await using var host = await HostWithTransactionsAsync(new() { ["Live:Compression"] = isOn.ToString() });

        var (kind, message, length) = await ReadSnapshotAsync(host, isCompressed: true);

        kind.ShouldBe(isOn ? (byte)(WebSocketMessage.WholeText | WebSocketMessage.Compressed) : WebSocketMessage.WholeText);
        message.ShouldContain("\"target\":\"ReceiveTransactionBatch\"");
        message.ShouldContain("\"target\":\"ReceiveMetricsUpdate\"");
        if (isOn) length.ShouldBeLessThan(message.Length / 4);
        else length.ShouldBe(message.Length);
    }

    private async Task<DashboardHost> HostWithTransactionsAsync(Dictionary<string, string?> settings)
    {
        var host = await DashboardHost.StartAsync(
            _store, new(settings) { ["Processing:MaxDelay"] = "00:00:00.100", ["Live:BroadcastInterval"] = "00:00:30" });
        await host.IngestAsync([.. Enumerable.Range(0, 100).Select(_ => TestData.Item())]);
        await host.WaitUntilIdleAsync();
        return host;
    }

    private static async Task<WebSocketMessage> ReadSnapshotAsync(DashboardHost host, bool isCompressed)
    {
        using var connection = await RawConnection.OpenHubAsync(host.Address, isCompressed);
        (await WebSocketMessage.ReadAsync(connection.Stream)).Content.ShouldBe(HubProtocol.HandshakeAnswer);
        return await WebSocketMessage.ReadAsync(connection.Stream);
    }
}
