using System.Net;

namespace Dashboard.IntegrationTests.Web;

/// <summary>A page of another site can give its own name the address of this program; such a name is not served.</summary>
public sealed class HostNameTests : HostTest
{
    protected override Dictionary<string, string?> Settings => new()
    {
        ["Server:AllowedHosts:0"] = "pay.example.com",
        ["Server:AllowedHosts:1"] = "*.intern.example",
    };

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5310")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("evil-localhost")]
    [InlineData("a.pay.example.com")]
    [InlineData("intern.example")]
    [InlineData("xintern.example")]
    public async Task A_name_that_is_not_configured_is_refused_at_every_address(string host)
    {
        foreach (var path in (string[])["/", "/api/v1/metrics", "/hubs/dashboard/negotiate", "/metrics", "/docs", "/openapi/v1.json"])
        {
            var answer = await AskAsync(HttpMethod.Get, path, host);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("Server:AllowedHosts");
        }
    }

    [Fact]
    public async Task A_page_under_a_rebound_name_changes_nothing()
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/simulator") { Content = ApiCalls.JsonBody("""{"enabled":true}""") };
        request.Headers.Host = "evil.example:5310";
        request.Headers.TryAddWithoutValidation("Origin", "http://evil.example:5310");

        (await Host.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        (await Host.Client.GetStringAsync("/api/v1/simulator")).ShouldContain("\"enabled\":false");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost:99")]
    [InlineData("127.0.0.1:80")]
    [InlineData("192.168.7.9")]
    [InlineData("[::1]:5080")]
    [InlineData("pay.example.com")]
    [InlineData("PAY.example.com:8443")]
    [InlineData("a.b.intern.example")]
    public async Task Localhost_addresses_and_configured_names_are_served(string host) =>
        (await AskAsync(HttpMethod.Get, "/api/v1/metrics", host)).StatusCode.ShouldBe(HttpStatusCode.OK);

    private Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string host)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Host = host;
        return Host.Client.SendAsync(request);
    }
}
