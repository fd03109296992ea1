using Dashboard.Domain.Alerts;
using Dashboard.Testing.Provider;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Auth;

public sealed class SignInPageTests(Browser browser) : SignedInTest(browser)
{
    private const string Path = "/history?state=failed&currency=EUR";

    [Fact]
    public async Task A_visitor_signs_in_and_is_at_the_address_that_was_opened()
    {
        await using var window = await Browser.OpenAsync();
        await window.Page.GotoAsync(At(Path).ToString());
        new Uri(window.Page.Url).Authority.ShouldBe(Provider.Address.Authority);
        await EnterAsync(window, Person.Viewer);

        await Expect(window.Page.Locator(".account .name")).ToHaveTextAsync(Person.Viewer.Name);
        window.Page.Url.ShouldBe(At(Path).ToString());
        await window.ExpectStateAsync("live");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_that_ends_is_said_and_the_page_goes_on_after_the_next_sign_in()
    {
        var alert = await RaiseAlertAsync("ACC-LATE");
        await using var window = await OpenAsync(Person.Analyst, "/alerts");
        var page = window.Page;
        await window.ExpectStateAsync("live");

        Clock.Advance(TimeSpan.FromHours(9));
        await page.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await Expect(page.Locator(".strip")).ToContainTextAsync("Your sign-in has ended");
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();

        // The person is still signed in at the provider, so nothing is asked.
        await Expect(page.Locator(".account .name")).ToHaveTextAsync(Person.Analyst.Name);
        page.Url.ShouldBe(At("/alerts").ToString());
        await window.ExpectStateAsync("live");
        await Expect(page.Locator(".strip")).ToHaveCountAsync(0);
        await page.Locator(".alert", new() { HasText = alert.Subject }).Locator("[data-ack]").ClickAsync();
        await FindAlertAsync(alert.Subject, AlertStatus.Acknowledged);
    }

    [Fact]
    public async Task Signing_out_in_one_tab_ends_the_other_and_the_session_at_the_provider()
    {
        await using var window = await OpenAsync(Person.Viewer, "/live");
        await window.ExpectStateAsync("live");
        var other = await window.Context.NewPageAsync();
        await other.GotoAsync(At("/alerts").ToString());
        await Expect(other.Locator(".conn")).ToHaveAttributeAsync("data-state", "live");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(other.Locator(".strip")).ToContainTextAsync("Your sign-in has ended");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();

        // Back at the program, which sends an unknown visitor to the provider, which asks again.
        await Expect(window.Page.GetByLabel("Login")).ToBeVisibleAsync();
        await other.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await Expect(other.GetByLabel("Login")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_person_without_a_role_reads_what_is_missing()
    {
        await using var window = await OpenAsync(Person.Stranger, "/live");

        await Expect(window.Page.Locator("main")).ToContainTextAsync("none of your roles lets you see anything here");
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
        await Expect(window.Page.Locator("main .card")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task While_the_provider_is_away_nobody_new_comes_in_and_the_others_go_on()
    {
        await using var window = await OpenAsync(Person.Viewer, "/live");
        await window.ExpectStateAsync("live");
        Provider.Stop();

        await using var visitor = await Browser.OpenAsync();
        var answer = await visitor.Page.GotoAsync(At("/live").ToString());
        await window.Page.ReloadAsync();

        answer!.Status.ShouldBe(503);
        await Expect(visitor.Page.Locator("h1")).ToContainTextAsync("the identity provider does not answer");
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await window.ExpectStateAsync("live");
        await Expect(window.Page.Locator(".account .name")).ToHaveTextAsync(Person.Viewer.Name);
    }
}
