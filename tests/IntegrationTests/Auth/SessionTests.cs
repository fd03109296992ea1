using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Testing.Provider;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Auth;

/// <summary>People who sign in at a provider, as far as no browser is needed.</summary>
public sealed class SessionTests : OidcTest
{
    private static readonly Uri Metrics = new("/api/v1/metrics", UriKind.Relative);

    protected override Dictionary<string, string?> Settings => new() { ["Auth:SessionLifetime"] = "00:10:00" };

    [Fact]
    public async Task Without_a_sign_in_no_address_but_health_and_the_sign_in_answers()
    {
        var paths = Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => "/" + string.Join('/', e.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part =>
                part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "0000000000000")))))
            .Where(path => !path.StartsWith("/health", StringComparison.Ordinal) && path != "/auth/sign-in")
            .Append("/index.html").Append("/favicon.svg").Append("/no-such-address").Distinct().ToList();
        paths.Count.ShouldBeGreaterThan(20);
        foreach (var path in paths)
        {
            using var answer = await Host.Client.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }
    }

    [Fact]
    public async Task A_page_without_a_sign_in_leads_to_the_provider_with_a_request_of_its_own()
    {
        using var page = await OpenAsync("/history?status=Failed");
        page.Headers.Location!.ToString().ShouldBe("/auth/sign-in?returnTo=%2Fhistory%3Fstatus%3DFailed");

        using var first = await OpenAsync(page.Headers.Location.ToString());
        using var second = await OpenAsync(page.Headers.Location.ToString());

        first.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        first.Headers.Location!.GetLeftPart(UriPartial.Authority).ShouldBe(Provider.Address.GetLeftPart(UriPartial.Authority));
        // The request itself went to the provider directly, with the state and the challenge; the provider insists on one.
        var request = QueryHelpers.ParseQuery(first.Headers.Location.Query)["request_uri"].ToString();
        request.ShouldNotBeEmpty();
        QueryHelpers.ParseQuery(second.Headers.Location!.Query)["request_uri"].ToString().ShouldNotBe(request);
        first.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.Contains("httponly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_groups_of_the_provider_are_the_roles_of_the_person()
    {
        using var viewer = await SignInAsync(Person.Viewer);

        var session = await viewer.Client.ReadAsync<JsonElement>("/api/v1/session");

        session.GetProperty("name").GetString().ShouldBe(Person.Viewer.Name);
        session.GetProperty("kind").GetString().ShouldBe("Person");
        session.GetProperty("roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["Viewer"]);
        session.GetProperty("unmasked").GetBoolean().ShouldBeFalse();
        (await StatusAsync(viewer.Client, Metrics)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(viewer.Client, new Uri("/api/v1/keys", UriKind.Relative))).ShouldBe(HttpStatusCode.Forbidden);

        using var stranger = await SignInAsync(Person.Stranger);
        (await StatusAsync(stranger.Client, Metrics)).ShouldBe(HttpStatusCode.Forbidden);

        using var auditor = await SignInAsync(Person.Auditor);
        var began = await auditor.Client.ReadAsync<AuditPage>("/api/v1/audit?action=" + AuditActions.SignedIn);
        began.Items.Select(e => e.Actor).ShouldBe([Person.Auditor.Name, Person.Stranger.Name, Person.Viewer.Name]);
    }

    [Fact]
    public async Task A_changing_call_with_the_cookie_needs_the_token_of_the_same_session()
    {
        using var admin = await SignInAsync(Person.Admin);
        using var other = await SignInAsync(Person.Admin);
        var key = new { name = "nightly report", roles = (string[])["Viewer"] };

        using var without = await admin.Client.PostAsJsonAsync(Keys, key);
        using var foreign = await (admin with { Token = other.Token }).PostAsync("/api/v1/keys", key);
        using var own = await admin.PostAsync("/api/v1/keys", key);

        without.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await without.Content.ReadAsStringAsync()).ShouldContain("X-Csrf-Token");
        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        own.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_cookie_is_of_no_use_to_the_page_of_another_site()
    {
        using var viewer = await SignInAsync(Person.Viewer);
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Get, "/api/v1/metrics"), (HttpMethod.Get, "/hubs/dashboard"),
            (HttpMethod.Post, "/hubs/dashboard/negotiate?negotiateVersion=1")])
        {
            using var call = new HttpRequestMessage(method, path);
            call.Headers.Add("Origin", "https://evil.example");
            using var answer = await viewer.Client.SendAsync(call);

            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        var cookie = viewer.Cookies.GetCookies(Host.Address).Single(c => c.Name == "dashboard.session");
        cookie.HttpOnly.ShouldBeTrue();
    }

    [Fact]
    public async Task Signing_out_ends_the_session_its_connections_and_every_copy_of_its_cookie()
    {
        using var viewer = await SignInAsync(Person.Viewer);
        var copy = viewer.Cookies.GetCookieHeader(Host.Address);
        await using var connection = await ConnectAsync(copy);
        var closed = new TaskCompletionSource();
        connection.Closed += _ => Task.FromResult(closed.TrySetResult());

        using var answer = await viewer.PostAsync("/auth/sign-out");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var next = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("next").GetString()!;
        next.ShouldStartWith(new Uri(Provider.Address, "session/end").ToString());
        await closed.Task.InTimeAsync();
        (await StatusAsync(viewer.Client, Metrics)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusOfCookieAsync(copy)).ShouldBe(HttpStatusCode.Unauthorized);
        await RestartHostAsync();
        (await StatusOfCookieAsync(copy)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_goes_on_after_a_restart_of_the_program()
    {
        using var viewer = await SignInAsync(Person.Viewer);
        var cookie = viewer.Cookies.GetCookieHeader(Host.Address);

        await RestartHostAsync();

        (await StatusOfCookieAsync(cookie)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task At_a_provider_that_ends_no_sessions_the_session_of_the_program_ends_alone()
    {
        Provider.Stop();
        Provider.EndsSessions = false;
        await Provider.RestartAsync();
        using var viewer = await SignInAsync(Person.Viewer);

        using var answer = await viewer.PostAsync("/auth/sign-out");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("next").GetString().ShouldBe("/");
        (await StatusAsync(viewer.Client, Metrics)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_ends_after_its_time_and_so_do_its_connections()
    {
        // The framework closes connections by the clock of the machine: this session has ended by it and has not by that of the program.
        Clock.Advance(TimeSpan.FromMinutes(-12));
        using var viewer = await SignInAsync(Person.Viewer);
        (await StatusAsync(viewer.Client, Metrics)).ShouldBe(HttpStatusCode.OK);
        await using var connection = await ConnectAsync(viewer.Cookies.GetCookieHeader(Host.Address));
        var closed = new TaskCompletionSource();
        connection.Closed += _ => Task.FromResult(closed.TrySetResult());
        if (connection.State == HubConnectionState.Connected) await closed.Task.InTimeAsync();

        Clock.Advance(TimeSpan.FromMinutes(10));
        (await StatusAsync(viewer.Client, Metrics)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task A_sign_in_does_not_lead_to_another_site(string returnTo)
    {
        using var viewer = await SignInAsync(Person.Viewer);

        // The person is signed in at the provider, so the way leads there and back without a question.
        using var answer = await viewer.Client.GetAsync(
            new Uri("/auth/sign-in?returnTo=" + Uri.EscapeDataString(returnTo), UriKind.Relative));

        answer.RequestMessage!.RequestUri.ShouldBe(Host.Address);
    }

    [Theory]
    [InlineData("/auth/callback")]
    [InlineData("/auth/callback?code=stolen&state=CfDJ8forged")]
    [InlineData("/auth/callback?error=access_denied&state=CfDJ8forged")]
    public async Task An_answer_that_the_provider_did_not_give_is_refused_with_a_sentence(string path)
    {
        using var answer = await OpenAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("<h1>The sign-in did not succeed.</h1>");
        using var auditor = await SignInAsync(Person.Auditor);
        var entry = (await auditor.Client.ReadAsync<AuditPage>($"/api/v1/audit?action={AuditActions.SignInFailed}")).Items.ShouldHaveSingleItem();
        entry.Kind.ShouldBe(ActorKind.Anonymous);
    }

    private static readonly Uri Keys = new("/api/v1/keys", UriKind.Relative);

    private async Task<HttpResponseMessage> OpenAsync(string path)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        client.BaseAddress = Host.Address;
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return await client.GetAsync(new Uri(path, UriKind.Relative));
    }

    private async Task<HttpStatusCode> StatusOfCookieAsync(string cookie)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = Host.Address };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return await StatusAsync(client, Metrics);
    }

    private async Task<HubConnection> ConnectAsync(string cookie)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(Host.Address, "/hubs/dashboard"), o => o.Headers["Cookie"] = cookie).Build();
        await connection.StartAsync();
        return connection;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Uri path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }
}
