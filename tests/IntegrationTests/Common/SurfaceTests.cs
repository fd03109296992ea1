using System.Net;
using System.Text.Json;

namespace Dashboard.IntegrationTests.Common;

public sealed class SurfaceTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly DashboardHost _host = shared.Host;

    [Fact]
    public async Task OpenApi_describes_every_call_and_the_page_shows_it()
    {
        var paths = (await _host.GetAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(p => p.Name)
            .ToList();

        paths.ShouldContain("/api/v1/transactions/{id}");
        paths.ShouldContain("/api/v1/metrics");
        paths.ShouldContain("/api/v1/simulator");
        var page = await _host.Client.GetAsync("/docs");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task Times_on_the_wire_end_in_Z()
    {
        await _host.IngestAsync(TestData.Item());

        var page = await _host.Client.GetStringAsync("/api/v1/transactions");

        page.ShouldMatch("\"receivedAt\":\"[0-9T:.-]+Z\"");
        page.ShouldMatch("\"createdAt\":\"[0-9T:.-]+Z\"");
        page.ShouldNotContain("+00:00");
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/v1/metrics", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/v1/simulator", HttpStatusCode.MethodNotAllowed)]
    public async Task A_wrong_address_or_method_is_a_problem_document(string method, string path, HttpStatusCode expected)
    {
        var response = await _host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        response.StatusCode.ShouldBe(expected);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
