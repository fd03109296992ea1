using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Application.Rules.Lab.Reports;

namespace Dashboard.IntegrationTests.Rules;

/// <summary>Calls of the rules over REST.</summary>
internal static class RuleCalls
{
    public static Task<HttpResponseMessage> PostRuleAsync(this DashboardHost host, string call, object body) =>
        host.Client.PostAsJsonAsync("/api/v1/rules/" + call, body, DashboardHost.Json);

    public static async Task<TryReport> TryAsync(this DashboardHost host, string expression, int limit = 1_000, bool sweep = false)
    {
        using var response = await host.PostRuleAsync("try", new { expression, limit, sweep });
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<TryReport>(DashboardHost.Json))!;
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using (response) return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
