using System.Net;
using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Testing.Provider;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Auth.Sessions;

/// <summary>The way to the provider and back.</summary>
public sealed class SignInTests : SessionTest
{
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
}
