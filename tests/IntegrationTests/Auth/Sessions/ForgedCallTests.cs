using System.Net;
using System.Net.Http.Json;
using Dashboard.Testing.Provider;

namespace Dashboard.IntegrationTests.Auth.Sessions;

/// <summary>Calls that the page of another site makes with the cookie of a person.</summary>
public sealed class ForgedCallTests : SessionTest
{
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
}
