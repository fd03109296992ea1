using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.IntegrationTests.Web;

public sealed partial class WebTests : HostTest
{
    private const string Good = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private const string Partner = "https://ops.example.com";

    protected override Dictionary<string, string?> Settings => new() { ["Api:AllowedOrigins:0"] = Partner };

    [Theory]
    [InlineData("/")]
    [InlineData("/live?state=failed")]
    [InlineData("/history")]
    [InlineData("/tx/0000000000000")]
    public async Task Every_view_is_answered_with_the_page_which_is_asked_for_anew(string path)
    {
        var response = await Host.Client.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        response.Headers.CacheControl!.NoCache.ShouldBeTrue();
        var html = await response.Content.ReadAsStringAsync();
        Inline().Matches(html).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_page_names_is_served_and_kept_for_ever()
    {
        var html = await Host.Client.GetStringAsync("/");
        Assert.SkipWhen(html.Contains("content=\"missing\"", StringComparison.Ordinal),
            "The page was left out of this build: Node.js is not installed.");
        var files = Asset().Matches(html).Select(m => m.Groups[1].Value).ToList();
        files.Count.ShouldBeGreaterThan(1);

        foreach (var file in files)
        {
            var response = await Host.Client.GetAsync(file);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, file);
            response.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        }

        (await Host.Client.GetAsync("/assets/gone-12345678.js")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/api/v1/nope")]
    [InlineData("/api/nope")]
    [InlineData("/hubs/nope")]
    [InlineData("/health/nope")]
    [InlineData("/openapi/nope")]
    [InlineData("//api/v1/metrics")]
    [InlineData("//hubs/dashboard")]
    [InlineData("/history//")]
    public async Task What_is_not_a_view_is_never_answered_with_the_page(string path)
    {
        // Put together as text: a relative address that begins with two slashes would name another server.
        var response = await Host.Client.GetAsync(new Uri(Host.Address.GetLeftPart(UriPartial.Authority) + path));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/metrics")]
    [InlineData("/api/v1/nope")]
    public async Task Every_answer_tells_the_browser_what_it_may_do(string path)
    {
        var headers = (await Host.Client.GetAsync(path)).Headers;

        headers.GetValues("X-Content-Type-Options").ShouldHaveSingleItem().ShouldBe("nosniff");
        headers.GetValues("Referrer-Policy").ShouldHaveSingleItem().ShouldBe("same-origin");
        var policy = headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET  HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("\0\0\0\0\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n", 400)]
    [InlineData("GET / HTTP/7.1\r\nHost: localhost\r\n\r\n", 505)]
    [InlineData("LONG", 414)]
    [InlineData("MANY", 431)]
    public async Task So_does_every_answer_of_the_server_itself(string request, int status)
    {
        var sent = request switch
        {
            "LONG" => $"GET /{new string('a', 10_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "MANY" => $"GET / HTTP/1.1\r\n{string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: 1\r\n"))}\r\n",
            _ => request,
        };

        // After a good one on the same connection.
        var answer = await RawConnection.ExchangeAsync(
            Host.Address, Encoding.ASCII.GetBytes(Good + sent), endsSending: false);

        var refusal = answer[answer.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal)..];
        refusal.ShouldStartWith($"HTTP/1.1 {status} ");
        refusal.ShouldEndWith("\r\n\r\n");
        foreach (var header in (string[])["X-Content-Type-Options: nosniff", "X-Frame-Options: DENY", "Content-Security-Policy: default-src"])
            answer.Split(header).Length.ShouldBe(3, answer);
    }

    [Fact]
    public async Task Scripts_of_the_REST_browser_carry_a_nonce_of_their_own_each_time()
    {
        var first = (await Host.Client.GetAsync("/docs")).Headers.GetValues("Content-Security-Policy").Single();
        var second = (await Host.Client.GetAsync("/docs")).Headers.GetValues("Content-Security-Policy").Single();

        Nonce().IsMatch(first).ShouldBeTrue();
        Nonce().Match(first).Value.ShouldNotBe(Nonce().Match(second).Value);
        first.ShouldNotContain("script-src 'self' 'unsafe-inline'");
    }

    [Theory]
    [InlineData("GET", "/api/v1/metrics")]
    [InlineData("PUT", "/api/v1/simulator")]
    [InlineData("POST", "/api/v1/transactions")]
    [InlineData("POST", "/hubs/dashboard/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/hubs/dashboard")]
    public async Task Pages_of_other_origins_are_refused(string method, string path)
    {
        foreach (var origin in (string[])["https://evil.example", "null", "http://localhost:1"])
            (await AskAsync(method, path, origin)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, origin);
    }

    [Fact]
    public async Task The_own_page_configured_origins_and_programs_are_let_in()
    {
        const string Path = "/hubs/dashboard/negotiate?negotiateVersion=1";
        var own = Host.Address.GetLeftPart(UriPartial.Authority);

        (await AskAsync("POST", Path, own)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AskAsync("POST", Path, origin: null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var partner = await AskAsync("POST", Path, Partner);
        partner.StatusCode.ShouldBe(HttpStatusCode.OK);
        partner.Headers.GetValues("Access-Control-Allow-Origin").ShouldHaveSingleItem().ShouldBe(Partner);
        (await AskAsync("GET", "/api/v1/metrics", own)).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task A_page_of_a_configured_origin_can_read_the_headers_that_it_needs()
    {
        var answer = await AskAsync("GET", "/api/v1/metrics", Partner);

        var readable = answer.Headers.GetValues("Access-Control-Expose-Headers").SelectMany(v => v.Split(',')).Select(v => v.Trim());
        readable.ShouldBe(["Location", "Retry-After", "Content-Disposition"], ignoreOrder: true);
    }

    private Task<HttpResponseMessage> AskAsync(string method, string path, string? origin)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        return Host.Client.SendAsync(request);
    }

    [GeneratedRegex("(?:src|href)=\"(/assets/[^\"]+)\"")]
    private static partial Regex Asset();

    // Scripts without a source, styles, and handlers in the markup: what the policy forbids.
    [GeneratedRegex("<script(?![^>]*src=)|<style|\\sstyle=|\\son[a-z]+=")]
    private static partial Regex Inline();

    [GeneratedRegex("'nonce-[^']{16,}'")]
    private static partial Regex Nonce();
}
