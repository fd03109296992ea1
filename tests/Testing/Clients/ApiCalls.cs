using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.Application.History;
using Dashboard.Application.Live;
using Dashboard.Application.Pipeline;
using Dashboard.Testing.Hosts;
using Dashboard.Testing.Time;

namespace Dashboard.Testing.Clients;

/// <summary>Calls of the REST interface that many tests make, of a host in the test process as well as of a program beside it.</summary>
public static class ApiCalls
{
    public static StringContent JsonBody(string json) => new(json, Encoding.UTF8, "application/json");

    public static async Task<T> ReadAsync<T>(this HttpClient client, string path) =>
        (await client.GetFromJsonAsync<T>(path, DashboardHost.Json))!;

    public static Task<DashboardMetricsDto> MetricsAsync(this HttpClient client) =>
        client.ReadAsync<DashboardMetricsDto>("/api/v1/metrics");

    /// <summary>The status of the readiness check (200 or 503) and its reason.</summary>
    public static async Task<(int Status, string? Reason)> ReadyAsync(this HttpClient client)
    {
        using var response = await client.GetAsync("/health/ready");
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)response.StatusCode, body.GetProperty("checks").GetProperty("store").GetProperty("reason").GetString());
    }

    /// <summary>All pages of the history that a query selects.</summary>
    public static async Task<List<TransactionDto>> HistoryAsync(this HttpClient client, string query = "", int limit = 500)
    {
        var all = new List<TransactionDto>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : "&cursor=" + cursor;
            var page = await client.ReadAsync<TransactionPage>($"/api/v1/transactions?limit={limit}{query}{next}");
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>Waits until everything taken in before the call has ended; gives the flow counters of that moment.</summary>
    public static async Task<FlowDto> WaitUntilIdleAsync(this HttpClient client, TimeSpan? limit = null)
    {
        var asked = TimeProvider.System.GetUtcNow();
        var metrics = await Poll.UntilAsync(
            client.MetricsAsync,
            m =>
            {
                m.Flow.ShouldBalance();
                return m.ComputedAt > asked && m.Flow is { Queued: 0, InFlight: 0 };
            },
            limit);
        return metrics.Flow;
    }

    /// <summary>Both equations of the flow counters hold.</summary>
    public static void ShouldBalance(this FlowDto flow)
    {
        flow.Received.ShouldBe(flow.Accepted + flow.Duplicates + flow.Rejected + flow.Refused);
        (flow.Accepted + flow.Recovered + flow.TakenIn)
            .ShouldBe(flow.Queued + flow.InFlight + flow.Completed + flow.Failed + flow.HandedOver);
    }

    /// <summary>The names under which a problem document lists its errors.</summary>
    public static async Task<string[]> ErrorsAsync(this HttpResponseMessage response)
    {
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        return [.. problem.GetProperty("errors").EnumerateObject().Select(e => e.Name)];
    }
}
