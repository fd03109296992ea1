using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Testing.Provider;

namespace Dashboard.IntegrationTests.Auth;

/// <summary>The identity provider does not answer.</summary>
public sealed class ProviderAwayTests : OidcTest
{
    private static readonly Uri Metrics = new("/api/v1/metrics", UriKind.Relative);

    [Fact]
    public async Task A_sign_in_and_a_first_token_get_503_until_the_provider_answers()
    {
        var token = await Provider.TokenAsync("reporter");
        Provider.Stop();

        using var page = await GetAsync("/auth/sign-in?returnTo=%2Flive", "text/html");
        using var call = await GetAsync("/api/v1/metrics", "application/json", token);

        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Headers.RetryAfter.ShouldNotBeNull();
        (await page.Content.ReadAsStringAsync()).ShouldContain("the identity provider does not answer");
        call.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await Provider.RestartAsync();
        using var viewer = await SignInAsync(Person.Viewer);
        using var later = await GetAsync("/api/v1/metrics", "application/json", token);
        later.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task People_who_are_signed_in_go_on_and_can_sign_out()
    {
        using var viewer = await SignInAsync(Person.Viewer);
        Provider.Stop();

        (await viewer.Client.GetAsync(Metrics)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var answer = await viewer.PostAsync("/auth/sign-out");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("next", out _).ShouldBeTrue();
        (await viewer.Client.GetAsync(Metrics)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept, string? token = null)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Host.Address };
        client.DefaultRequestHeaders.Accept.ParseAdd(accept);
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.GetAsync(new Uri(path, UriKind.Relative));
    }
}
