namespace Dashboard.IntegrationTests.Attacks.Store;

/// <summary>One item whose sender dates it to 1970.</summary>
public sealed class AncientTimeTests : HostTest
{
    [Fact]
    public async Task It_is_counted_apart_and_is_in_no_average_and_no_percentile()
    {
        var ended = TimeProvider.System.GetUtcNow();
        await PostAsync("A-1", ended - TimeSpan.FromMilliseconds(100), ended);
        await PostAsync("A-2", DateTimeOffset.UnixEpoch, ended);

        var window = (await Host.WaitForAsync(m => m.LastMinute.Count == 2)).LastMinute;

        (window.Completed, window.BeyondScale, window.AverageProcessingMs).ShouldBe((2, 1, 100));
        (window.P50ProcessingMs, window.P99ProcessingMs).ShouldBe((100, 100));
        (await Host.Client.GetStringAsync("/metrics")).ShouldContain("dashboard_window_beyond_scale_transactions{window=\"1m\"} 1");
    }

    private async Task PostAsync(string reference, DateTimeOffset created, DateTimeOffset ended)
    {
        using var response = await Host.Client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(
            $$"""{"source":"old","reference":"{{reference}}","account":"A","amount":1,"currency":"EUR","createdAt":"{{created:O}}","status":"Completed","completedAt":"{{ended:O}}"}"""));
        response.EnsureSuccessStatusCode();
    }
}
