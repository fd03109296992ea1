using System.Net.Http.Headers;

namespace Dashboard.IntegrationTests.Web;

public sealed class HeadTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly HttpClient _client = shared.Host.Client;

    [Theory]
    [InlineData("/")]
    [InlineData("/history")]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/metrics")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/api/v1/metrics")]
    [InlineData("/api/v1/metrics/series?range=5m")]
    [InlineData("/api/v1/transactions")]
    [InlineData("/api/v1/transactions?limit=0")]
    [InlineData("/api/v1/transactions/0000000000000")]
    [InlineData("/api/v1/transactions/export")]
    [InlineData("/api/v1/transactions/histogram?from=2026-01-01T00:00:00Z")]
    [InlineData("/api/v1/alerts")]
    [InlineData("/api/v1/simulator")]
    [InlineData("/api/v1/reconciliation")]
    [InlineData("/api/v1/alerts/0000000000000/resolve")]
    [InlineData("/api/v1/nope")]
    public async Task Head_has_the_status_and_type_of_Get_and_no_body(string path)
    {
        using var get = await AskAsync(HttpMethod.Get, path);
        using var head = await AskAsync(HttpMethod.Head, path);

        head.StatusCode.ShouldBe(get.StatusCode);
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
        Names(head.Content.Headers).ShouldBeSubsetOf([.. Names(get.Content.Headers), "Content-Length"]);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    private static IEnumerable<string> Names(HttpContentHeaders headers) => headers.Select(h => h.Key);

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = _client.BaseAddress };
        return await client.SendAsync(new HttpRequestMessage(method, path));
    }
}
