using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Application.History;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.Application.Pipeline;

namespace Dashboard.IntegrationTests.Common;

/// <summary>What a test asks of a running program.</summary>
internal static class Reads
{
    public static async Task<DashboardMetricsDto> MetricsAsync(this HttpClient client) =>
        (await client.GetFromJsonAsync<DashboardMetricsDto>("/api/v1/metrics", DashboardHost.Json))!;

    /// <summary>200 or 503, and why.</summary>
    public static async Task<(int Status, string? Reason)> ReadyAsync(this HttpClient client)
    {
        using var response = await client.GetAsync("/health/ready");
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)response.StatusCode, body.GetProperty("checks").GetProperty("store").GetProperty("reason").GetString());
    }

    /// <summary>All pages of the history.</summary>
    public static async Task<List<TransactionDto>> HistoryAsync(this HttpClient client)
    {
        var all = new List<TransactionDto>();
        string? cursor = null;
        do
        {
            var page = (await client.GetFromJsonAsync<TransactionPage>("/api/v1/transactions?limit=500" + (cursor is null ? "" : "&cursor=" + cursor), DashboardHost.Json))!;
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>Waits until everything taken in before the call has ended; gives the books of that moment.</summary>
    public static async Task<FlowDto> WaitUntilIdleAsync(this HttpClient client, int seconds = 60)
    {
        FlowDto flow = null!;
        var asked = TimeProvider.System.GetUtcNow();
        await Poll.UntilAsync(
            async () =>
            {
                var metrics = await client.MetricsAsync();
                flow = metrics.Flow;
                flow.Balance();
                return metrics.ComputedAt > asked && flow is { Queued: 0, InFlight: 0 };
            },
            seconds);
        return flow;
    }

    /// <summary>Both equations of the books.</summary>
    public static void Balance(this FlowDto flow)
    {
        flow.Received.ShouldBe(flow.Accepted + flow.Duplicates + flow.Rejected + flow.Refused);
        (flow.Accepted + flow.Recovered).ShouldBe(flow.Queued + flow.InFlight + flow.Completed + flow.Failed);
    }
}
