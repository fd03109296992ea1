using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.IntegrationTests.Common;

namespace Dashboard.IntegrationTests.Api;

public sealed class SurfaceTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly DashboardHost _host;

    public SurfaceTests() => _host = new DashboardHost(_store);

    public void Dispose()
    {
        _host.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Health_says_live_and_ready()
    {
        (await _host.GetAsync<JsonElement>("/health/live")).GetProperty("status").GetString().ShouldBe("Healthy");
        var ready = await _host.GetAsync<JsonElement>("/health/ready");
        ready.GetProperty("checks").GetProperty("store").GetProperty("status").GetString().ShouldBe("Healthy");
    }

    [Fact]
    public async Task OpenApi_describes_every_call_and_the_page_shows_it()
    {
        var paths = (await _host.GetAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();

        paths.ShouldContain("/api/v1/transactions/{id}");
        paths.ShouldContain("/api/v1/metrics");
        paths.ShouldContain("/api/v1/simulator");
        var page = await _host.Client.GetAsync("/docs");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task A_simulator_setting_takes_effect_within_a_second_and_is_given_back()
    {
        await _host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 50);

        await _host.WaitForAsync(m => m.Flow.Accepted > 0);

        var status = await _host.GetAsync<JsonElement>("/api/v1/simulator");
        status.GetProperty("enabled").GetBoolean().ShouldBeTrue();
        status.GetProperty("transactionsPerSecond").GetInt32().ShouldBe(50);
        (await _host.Client.PutAsJsonAsync("/api/v1/simulator", status)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Times_on_the_wire_end_in_Z()
    {
        await _host.IngestAsync(Some.New());

        var page = await _host.Client.GetStringAsync("/api/v1/transactions");

        page.ShouldMatch("\"receivedAt\":\"[0-9T:.-]+Z\"");
        page.ShouldMatch("\"createdAt\":\"[0-9T:.-]+Z\"");
        page.ShouldNotContain("+00:00");
    }
}
