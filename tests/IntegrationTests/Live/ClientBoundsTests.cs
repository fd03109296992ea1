using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Live;

public sealed class ClientBoundsTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_client_that_pings_and_never_reads_delays_nobody_and_is_cut()
    {
        await using var host = await StartAsync();
        await using var healthy = await HubClient.ConnectAsync(host);
        await using var other = await HubClient.ConnectAsync(host);
        await using var stalled = await RawHubClient.ConnectAsync(host.Address);
        await host.WaitForAsync(m => m.Clients == 3);
        await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 1_000);

        await host.WaitForAsync(m => m.Clients == 2);
        foreach (var client in new[] { healthy, other }) await ShouldHaveMissedNothingAsync(client);
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("*/*")]
    public async Task A_client_that_never_reads_is_cut_on_the_other_transports_too(string accept)
    {
        await using var host = await StartAsync();
        await using var healthy = await HubClient.ConnectAsync(host);
        await using var stalled = await StalledHttpClient.ConnectAsync(host.Address, accept);
        await host.WaitForAsync(m => m.Clients == 2);
        await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 1_000);

        await host.WaitForAsync(m => m.Clients == 1);
        await ShouldHaveMissedNothingAsync(healthy);
    }

    [Fact]
    public async Task More_clients_than_allowed_are_refused_with_a_reason_and_the_others_stay()
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Live:MaxClients"] = "1" });
        await using var only = await HubClient.ConnectAsync(host);

        var refused = await Should.ThrowAsync<HttpRequestException>(() => HubClient.ConnectAsync(host));
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        // Without the negotiation, which a client may skip.
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => RawHubClient.ConnectAsync(host.Address));

        await only.WaitForAsync(c => c.Metrics.Count > 2);
        (await host.MetricsAsync()).Clients.ShouldBe(1);
        await only.DisposeAsync();
        await host.WaitForAsync(m => m.Clients == 0);
        await using var next = await HubClient.ConnectAsync(host);
        await next.WaitForAsync(c => c.Metrics.Count > 1);
    }

    // The buffers of the server are full at once. The send timeout is longer than the updates that wait for a client last (8, half a second
    // apart): a client that had to wait for the stalled one would miss some.
    private Task<DashboardHost> StartAsync() => DashboardHost.StartAsync(
        _store,
        new()
        {
            ["Processing:MaxDelay"] = "00:00:00.100",
            ["Live:MaxTransactionsPerBatch"] = "1000",
            ["Live:SendTimeout"] = "00:00:07",
        },
        services => services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = TinyBuffers.Listen));

    // Each update begins with the change after the last one of the update before it.
    private static async Task ShouldHaveMissedNothingAsync(HubClient client)
    {
        await client.WaitForTicksAsync(4);
        var updates = client.Metrics.ToList();
        updates.Zip(updates.Skip(1)).ShouldAllBe(p => p.Second.Sequence - p.Second.Changed <= p.First.Sequence);
    }
}
