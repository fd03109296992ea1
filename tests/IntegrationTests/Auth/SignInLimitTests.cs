using System.Net;
using Dashboard.Testing.Provider;

namespace Dashboard.IntegrationTests.Auth;

public sealed class SignInLimitTests : OidcTest
{
    private const int Limit = 3;

    protected override Dictionary<string, string?> Settings => new() { ["Auth:SignInsPerMinute"] = $"{Limit}" };

    [Fact]
    public async Task An_address_begins_no_more_sign_ins_than_its_limit_whatever_page_it_opens()
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = Host.Address };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        for (var i = 0; i < Limit; i++)
        {
            using var begun = await client.GetAsync(new Uri("/live", UriKind.Relative));
            begun.RequestMessage!.RequestUri!.Port.ShouldBe(Provider.Address.Port);
        }

        using var answer = await client.GetAsync(new Uri("/history", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Too many sign-ins");
    }

    [Fact]
    public async Task Sign_ins_from_the_same_address_do_not_keep_a_person_from_signing_out()
    {
        using var viewer = await SignInAsync(Person.Viewer);
        using var others = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = Host.Address };
        for (var i = 0; i <= Limit; i++) (await others.GetAsync(new Uri("/auth/sign-in", UriKind.Relative))).Dispose();

        using var answer = await viewer.PostAsync("/auth/sign-out");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
