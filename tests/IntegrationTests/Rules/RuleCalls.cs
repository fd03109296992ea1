using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Application.Rules.Lab.Reports;
using Dashboard.Domain.Rules;

namespace Dashboard.IntegrationTests.Rules;

/// <summary>Calls of the rules over REST.</summary>
internal static class RuleCalls
{
    public static Task<HttpResponseMessage> PostRuleAsync(this DashboardHost host, string call, object body) =>
        host.Client.PostAsJsonAsync(("/api/v1/rules/" + call).TrimEnd('/'), body, DashboardHost.Json);

    public static async Task<TryReport> TryAsync(this DashboardHost host, string expression, int limit = 1_000, bool sweep = false)
    {
        using var response = await host.PostRuleAsync("try", new { expression, limit, sweep });
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<TryReport>(DashboardHost.Json))!;
    }

    /// <summary>Makes a rule, and brings its first version to a state.</summary>
    public static Task PublishAsync(
        this DashboardHost host, string name, string expression, RuleState state = RuleState.Live, double? expectedShare = null) =>
        host.Client.PublishAsync(name, expression, state, expectedShare);

    /// <inheritdoc cref="PublishAsync(DashboardHost, string, string, RuleState, double?)"/>
    public static async Task PublishAsync(
        this HttpClient client, string name, string expression, RuleState state = RuleState.Live, double? expectedShare = null)
    {
        await PostDoneAsync(client, "", new { name, expression, reason = "test" });
        await PostDoneAsync(client, name + "/state", new { state = "Shadow", reason = "test" });
        if (state != RuleState.Shadow)
            await PostDoneAsync(client, name + "/state", new { state = state.ToString(), reason = "test", expectedShare });
    }

    private static async Task PostDoneAsync(HttpClient client, string call, object body)
    {
        using var response = await client.PostAsJsonAsync(("/api/v1/rules/" + call).TrimEnd('/'), body, DashboardHost.Json);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using (response) return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
