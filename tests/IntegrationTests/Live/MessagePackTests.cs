using System.Text.Json;
using Dashboard.Application.Live;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Live;

/// <summary>The hub's second protocol carries the same objects as the first.</summary>
public sealed class MessagePackTests : HostTest
{
    private readonly TaskCompletionSource<Dictionary<string, object?>> _metrics = New<Dictionary<string, object?>>();
    private readonly TaskCompletionSource<List<Dictionary<string, object?>>> _batch = New<List<Dictionary<string, object?>>>();

    [Fact]
    public async Task A_client_of_MessagePack_gets_the_names_and_values_of_JSON()
    {
        await Host.IngestAsync(TestData.Item(amount: 12.5m, reference: "m-1"));
        await Host.HistoryWhenAsync(all => all.All(t => t.CompletedAt is not null));
        await Host.WaitUntilIdleAsync();
        await using var hub = await ConnectAsync();

        var transaction = (await _batch.Task.InTimeAsync())[0];
        var metrics = await _metrics.Task.InTimeAsync();

        var page = await Host.GetAsync<JsonElement>("/api/v1/transactions");
        var json = page.GetProperty("items")[0];
        transaction.Keys.ShouldBe(json.EnumerateObject().Select(p => p.Name));
        transaction["amount"].ShouldBe(12.5);
        foreach (var name in (string[])["id", "status", "currency", "createdAt", "receivedAt", "completedAt", "reference"])
            transaction[name].ShouldBe(json.GetProperty(name).GetString(), name);
        metrics.Keys.ShouldBe((await Host.GetAsync<JsonElement>("/api/v1/metrics")).EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task A_client_of_MessagePack_can_resume()
    {
        await using var hub = await ConnectAsync();

        var answer = await hub.InvokeAsync<Dictionary<string, object?>>("Resume", "unknown", 0L, TestTimeout.Token());

        answer.Keys.ShouldContain("snapshotRequired");
        answer["snapshotRequired"].ShouldBe(true);
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<HubConnection> ConnectAsync()
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(Host.Address, "/hubs/dashboard")).AddMessagePackProtocol().Build();
        hub.On<Dictionary<string, object?>>(nameof(IDashboardClient.ReceiveMetricsUpdate), m => _metrics.TrySetResult(m));
        hub.On<List<Dictionary<string, object?>>>(nameof(IDashboardClient.ReceiveTransactionBatch), b => _batch.TrySetResult(b));
        await hub.StartAsync(TestTimeout.Token());
        return hub;
    }
}
