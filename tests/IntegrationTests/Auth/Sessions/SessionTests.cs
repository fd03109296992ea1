using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Application.Audit;
using Dashboard.Testing.Provider;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.IntegrationTests.Auth.Sessions;

/// <summary>What a session gives, and how it ends.</summary>
public sealed class SessionTests : SessionTest
{
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
}
