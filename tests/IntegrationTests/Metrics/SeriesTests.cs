using System.Net;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics.Series;

namespace Dashboard.IntegrationTests.Metrics;

public sealed class SeriesTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task The_series_says_what_was_pushed()
    {
        // Pushed ten times for each snapshot, so that none is missed.
        await using var host = await DashboardHost.StartAsync(_store, new()
        {
            ["Live:BroadcastInterval"] = "00:00:00.050",
            ["Processing:MaxDelay"] = "00:00:00.300",
            ["Processing:FailureRate"] = "0.3",
        });
        await using var client = await HubClient.ConnectAsync(host);
        await host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 50);
        await client.WaitForAsync(c => LastOfTheirSeconds(c).Count > 4);
        var pushed = LastOfTheirSeconds(client);

        var series = await host.GetAsync<MetricsSeriesDto>("/api/v1/metrics/series?range=5m");

        foreach (var last in pushed)
        {
            var i = series.At.ToList().IndexOf(last.ComputedAt.ToUnixTimeSeconds());
            series.PerSecond[i].ShouldBe(last.TransactionsPerSecond);
            series.Failed[i].ShouldBe(last.LastMinute.Failed);
            series.Flagged[i].ShouldBe(last.LastMinute.Flagged);
            series.P95ProcessingMs[i].ShouldBe(last.LastMinute.Count == 0 ? null : last.LastMinute.P95ProcessingMs);
            series.SuccessRate[i].ShouldBe(last.LastMinute.Count == 0 ? null : last.LastMinute.SuccessRate);
            series.Queued[i].ShouldBe(last.Queued);
            series.InFlight[i].ShouldBe(last.InFlight);
            foreach (var volume in series.Volumes)
                volume.Amounts[i].ShouldBe(last.LastMinute.Volumes.SingleOrDefault(v => v.Currency == volume.Currency)?.Amount ?? 0);
        }

        series.PerSecond[0].ShouldBeNull();
    }

    [Theory]
    [InlineData("?range=2h", "range")]
    [InlineData("?range=", "range")]
    [InlineData("?step=1", "step")]
    public async Task A_bad_range_is_a_400_that_names_it(string query, string field)
    {
        await using var host = await DashboardHost.StartAsync(_store);

        var response = await host.Client.GetAsync("/api/v1/metrics/series" + query);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    // Followed in another second by the next snapshot, so soon that there was none between the two.
    private static List<DashboardMetricsDto> LastOfTheirSeconds(HubClient client)
    {
        var pushed = client.Metrics.DistinctBy(m => m.ComputedAt).ToList();
        return
        [
            .. pushed.Zip(pushed.Skip(1)).Where(p => p.First.ComputedAt.ToUnixTimeSeconds() != p.Second.ComputedAt.ToUnixTimeSeconds()
                && p.Second.ComputedAt - p.First.ComputedAt < TimeSpan.FromMilliseconds(750)).Select(p => p.First),
        ];
    }
}
