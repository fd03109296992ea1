using Dashboard.Domain.Alerts;
using Dashboard.Testing.Provider;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Auth;

/// <summary>Each role finds what it may do, and nothing else.</summary>
public sealed class RolePageTests(Browser browser) : SignedInTest(browser)
{
    // With the token of the session, as the page itself calls.
    private const string PostWithToken =
        """
        async path => {
          const { token } = await (await fetch('/api/v1/session')).json();
          return (await fetch(path, { method: 'POST', headers: { 'X-Csrf-Token': token } })).status;
        }
        """;

    private const string PostWithoutToken = "async path => (await fetch(path, { method: 'POST' })).status";

    [Fact]
    public async Task A_viewer_sees_and_decides_nothing()
    {
        var alert = await RaiseAlertAsync("ACC-VIEW");
        await using var window = await OpenAsync(Person.Viewer, "/alerts");
        var page = window.Page;
        await Expect(page.Locator(".alert")).ToHaveCountAsync(1);
        await Expect(page.Locator(".account .name")).ToBeVisibleAsync();

        await ExpectNoButtonsAsync(page.Locator(".alert"));
        await Expect(page.GetByLabel("Select")).ToHaveCountAsync(0);
        (await page.EvaluateAsync<int>(PostWithToken, $"/api/v1/alerts/{alert.Id}/acknowledge")).ShouldBe(403);
        await window.GoAsync(At("/simulator"));
        await Expect(page.GetByText("The role Operator may change it.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true })).ToBeDisabledAsync();
        await Expect(page.Locator("#sim-rate")).ToBeDisabledAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Scenes" })).ToHaveCountAsync(0);
        await window.GoAsync(At("/live"));
        await Expect(page.Locator(".tray-list li").First).ToBeVisibleAsync();
        await ExpectNoButtonsAsync(page.Locator(".tray-list li"));
        await window.GoAsync(At("/settings"));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Keys" })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Audit trail" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_analyst_decides_with_the_token_of_the_session_and_not_without()
    {
        var first = await RaiseAlertAsync("ACC-ONE");
        await RaiseAlertAsync("ACC-TWO");
        await using var window = await OpenAsync(Person.Analyst, "/alerts");
        var page = window.Page;

        await page.Locator(".alert", new() { HasText = "ACC-TWO" }).Locator("[data-ack]").ClickAsync();

        await Expect(page.Locator(".toast")).ToHaveCountAsync(0);
        await FindAlertAsync("ACC-TWO", AlertStatus.Acknowledged);
        var path = $"/api/v1/alerts/{first.Id}/acknowledge";
        (await page.EvaluateAsync<int>(PostWithoutToken, path)).ShouldBe(403);
        (await page.EvaluateAsync<int>(PostWithToken, path)).ShouldBe(200);
    }

    [Fact]
    public async Task A_call_that_the_server_refuses_is_said_on_the_page()
    {
        await RaiseAlertAsync("ACC-LOST");
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        // The page takes the viewer for an analyst, as after a change of roles.
        await page.RouteAsync("**/api/v1/session", async route =>
        {
            var answer = await route.FetchAsync();
            var text = (await answer.TextAsync()).Replace("\"Viewer\"", "\"Analyst\"", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = answer, Body = text });
        });
        await page.GotoAsync(At("/alerts").ToString());
        await EnterAsync(window, Person.Viewer);

        await page.Locator(".alert [data-ack]").ClickAsync();

        await Expect(page.Locator(".toast")).ToContainTextAsync("The roles of the caller do not allow this.");
    }

    [Fact]
    public async Task An_operator_runs_the_simulator()
    {
        await using var window = await OpenAsync(Person.Operator, "/simulator");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();

        await Expect(window.Page.Locator("main .pill", new() { HasText = "Running" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_auditor_finds_the_trail_and_not_the_keys()
    {
        await using var window = await OpenAsync(Person.Auditor, "/settings");
        var page = window.Page;

        await page.GetByRole(AriaRole.Link, new() { Name = "Audit trail" }).ClickAsync();

        await Expect(page.Locator("main tbody tr", new() { HasText = "session.began" })).ToContainTextAsync(Person.Auditor.Name);
        await page.GetByLabel("Did what").FillAsync("session.began");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.WaitForURLAsync("**/audit?action=session.began");
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync());
        file.SuggestedFilename.ShouldBe("audit.csv");
        var lines = await File.ReadAllLinesAsync(await file.PathAsync());
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain(Person.Auditor.Name);
        await window.GoAsync(At("/keys"));
        await Expect(page.Locator("main")).ToContainTextAsync("The roles of the caller do not allow this.");
    }

    private static Task ExpectNoButtonsAsync(ILocator alerts) => Expect(alerts.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
}
