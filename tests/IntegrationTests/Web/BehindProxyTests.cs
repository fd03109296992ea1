using System.Net;
using System.Text.Json;

namespace Dashboard.IntegrationTests.Web;

/// <summary>What the program makes of the headers of proxies, and of a configured path.</summary>
public sealed class BehindProxyTests : IDisposable
{
    private static readonly (string Name, string Value)[] Forwarded =
    [
        ("X-Forwarded-Prefix", "/payments"), ("X-Forwarded-Host", "pay.example.com"), ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-For", "203.0.113.9"),
    ];

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Addresses_in_answers_are_those_in_front_of_a_trusted_proxy()
    {
        await using var host = await StartAsync("127.0.0.0/8");

        (await ServerOfAsync(host, Forwarded)).ShouldBe("https://pay.example.com/payments");
        (await LocationOfAsync(host, Forwarded)).ShouldStartWith("/payments/api/v1/transactions/");
        var page = await (await SendAsync(host, HttpMethod.Get, "/tx/1", Forwarded)).Content.ReadAsStringAsync();
        page.ShouldContain("href=\"/payments/");
        page.ShouldNotContain("=\"/docs\"");
    }

    [Fact]
    public async Task A_page_in_front_of_a_trusted_proxy_is_an_own_one()
    {
        await using var host = await StartAsync("127.0.0.1");

        var own = await SendAsync(host, HttpMethod.Get, "/api/v1/metrics", [.. Forwarded, ("Origin", "https://pay.example.com")]);
        var other = await SendAsync(host, HttpMethod.Get, "/api/v1/metrics", [.. Forwarded, ("Origin", "https://evil.example")]);

        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        other.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_host_that_a_trusted_proxy_names_must_be_an_allowed_one()
    {
        await using var host = await StartAsync("127.0.0.1");

        var answer = await SendAsync(host, HttpMethod.Get, "/api/v1/metrics", [("X-Forwarded-Host", "evil.example")]);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    public async Task The_headers_of_any_other_caller_are_ignored(string? trusted)
    {
        await using var host = await StartAsync(trusted);

        (await ServerOfAsync(host, Forwarded)).ShouldBe(host.Address.GetLeftPart(UriPartial.Authority) + "/");
        (await LocationOfAsync(host, Forwarded)).ShouldStartWith("/api/v1/transactions/");
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/a\"><script>")]
    [InlineData("payments")]
    [InlineData("/../x")]
    [InlineData("/a//b")]
    public async Task A_prefix_that_is_no_plain_path_is_ignored(string prefix)
    {
        await using var host = await StartAsync("127.0.0.1");

        var page = await (await SendAsync(host, HttpMethod.Get, "/", [("X-Forwarded-Prefix", prefix)])).Content.ReadAsStringAsync();

        page.ShouldContain("href=\"/docs\"");
        page.ShouldNotContain(prefix);
    }

    [Theory]
    [InlineData("/payments")]
    [InlineData("")]
    public async Task A_configured_path_is_in_every_address_whether_the_proxy_removes_it_or_not(string inFront)
    {
        await using var host = await StartAsync(null, ("Server:PathBase", "/payments"));

        (await LocationOfAsync(host, [], inFront)).ShouldStartWith("/payments/api/v1/transactions/");
        (await host.Client.GetStringAsync(inFront + "/history")).ShouldContain("href=\"/payments/");
        (await host.Client.GetAsync(inFront + "/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Client.GetAsync("/payments")).Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await host.Client.GetAsync("/payments-old/api/v1/nope")).Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    private Task<DashboardHost> StartAsync(string? trusted, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?> { ["Server:AllowedHosts:0"] = "pay.example.com" };
        if (trusted is not null) settings["Server:TrustedProxies:0"] = trusted;
        foreach (var (key, value) in more) settings[key] = value;
        return DashboardHost.StartAsync(_store, settings);
    }

    private static async Task<string?> ServerOfAsync(DashboardHost host, (string, string)[] headers)
    {
        var answer = await SendAsync(host, HttpMethod.Get, "/openapi/v1.json", headers);
        var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return document.GetProperty("servers")[0].GetProperty("url").GetString();
    }

    private static async Task<string> LocationOfAsync(DashboardHost host, (string, string)[] headers, string inFront = "")
    {
        var body = ApiCalls.JsonBody(TestData.Json("shop", "L-1"));
        var answer = await SendAsync(host, HttpMethod.Post, inFront + "/api/v1/transactions", headers, body);
        return answer.Headers.Location!.OriginalString;
    }

    private static Task<HttpResponseMessage> SendAsync(
        DashboardHost host, HttpMethod method, string path, (string Name, string Value)[] headers, HttpContent? body = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return host.Client.SendAsync(request);
    }
}
