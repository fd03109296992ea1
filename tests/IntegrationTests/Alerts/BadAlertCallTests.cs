using System.Net;

namespace Dashboard.IntegrationTests.Alerts;

public sealed class BadAlertCallTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Theory]
    [InlineData("GET", "?status=Done", HttpStatusCode.BadRequest)]
    [InlineData("GET", "?severity=", HttpStatusCode.BadRequest)]
    [InlineData("GET", "?limit=501", HttpStatusCode.BadRequest)]
    [InlineData("GET", "?account=x", HttpStatusCode.BadRequest)]
    [InlineData("GET", "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/0000000000000/resolve", HttpStatusCode.NotFound)]
    [InlineData("POST", "/nonsense/acknowledge", HttpStatusCode.NotFound)]
    public async Task A_bad_call_is_a_problem_document(string method, string rest, HttpStatusCode expected)
    {
        var response = await shared.Host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/v1/alerts" + rest));

        response.StatusCode.ShouldBe(expected);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
