using System.Net;
using Dashboard.Testing.Provider;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.IntegrationTests.Auth.Sessions;

/// <summary>People who sign in at a provider, as far as no browser is needed.</summary>
public abstract class SessionTest : OidcTest
{
    protected static readonly Uri Metrics = new("/api/v1/metrics", UriKind.Relative);
    protected static readonly Uri Keys = new("/api/v1/keys", UriKind.Relative);

    protected override Dictionary<string, string?> Settings => new() { ["Auth:SessionLifetime"] = "00:10:00" };

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
}
