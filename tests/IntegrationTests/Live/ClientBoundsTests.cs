using System.Net;
using Dashboard.IntegrationTests.Common;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Live;

public sealed class ClientBoundsTests : IDisposable
{
    // The server waits ten seconds for a client that does not read: who waited with it would see that. A busy machine alone stays below.
    private static readonly TimeSpan LessThanTheTimeout = TimeSpan.FromSeconds(7);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_client_that_pings_and_never_reads_delays_nobody_and_is_cut()
    {
        await using var host = Host();
        await using var healthy = await LiveClient.ConnectAsync(host);
        await using var other = await LiveClient.ConnectAsync(host);
        await using var stalled = await RawClient.ConnectAsync(host.Client.BaseAddress!);
        await host.WaitForAsync(m => m.Clients == 3);
        await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 1_000);

        await host.WaitForAsync(m => m.Clients == 2, Patience);
        var seen = healthy.Metrics.Count;
        await healthy.WaitForAsync(c => c.Metrics.Count >= seen + 4);

        foreach (var client in new[] { healthy, other })
        {
            client.Intervals().Max().ShouldBeLessThan(LessThanTheTimeout);
            client.Intervals().Average(i => i.TotalMilliseconds).ShouldBeInRange(400, 900);
        }
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("*/*")]
    public async Task A_client_that_never_reads_is_cut_on_the_other_transports_too(string accept)
    {
        await using var host = Host();
        await using var healthy = await LiveClient.ConnectAsync(host);
        await using var stalled = await StalledHttpClient.ConnectAsync(host.Client.BaseAddress!, accept);
        await host.WaitForAsync(m => m.Clients == 2);
        await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 1_000);

        await host.WaitForAsync(m => m.Clients == 1, Patience);

        healthy.Intervals().Max().ShouldBeLessThan(LessThanTheTimeout);
    }

    [Fact]
    public async Task More_clients_than_allowed_are_refused_with_a_reason_and_the_others_stay()
    {
        await using var host = new DashboardHost(_store, new() { ["Live:MaxClients"] = "1" });
        await using var only = await LiveClient.ConnectAsync(host);

        var refused = await Should.ThrowAsync<HttpRequestException>(() => LiveClient.ConnectAsync(host));
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        // Without the negotiation, which a client may skip.
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => RawClient.ConnectAsync(host.Client.BaseAddress!));

        await only.WaitForAsync(c => c.Metrics.Count > 2);
        (await host.MetricsAsync()).Clients.ShouldBe(1);
        await only.DisposeAsync();
        await host.WaitForAsync(m => m.Clients == 0);
        await using var next = await LiveClient.ConnectAsync(host);
        await next.WaitForAsync(c => c.Metrics.Count > 1);
    }

    // With buffers that are full at once.
    private DashboardHost Host() => new(
        _store,
        new()
        {
            ["Processing:MaxDelay"] = "00:00:00.100",
            ["Live:MaxTransactionsPerBatch"] = "1000",
        },
        services => services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = TinyBuffers.Listen));
}
