using Dashboard.PageTests.Auth;
using Dashboard.Testing.Provider;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Rules;

/// <summary>Each role finds on the rules what it may do, and nothing else.</summary>
public sealed class RuleRoleTests(Browser browser) : SignedInTest(browser)
{
    [Fact]
    public async Task A_viewer_reads_rules_and_finds_no_buttons()
    {
        await RaiseAlertAsync("ACC-VIEW");
        await using var window = await OpenAsync(Person.Viewer, "/rules");
        var page = window.Page;
        await Expect(page.Locator(".rule-list tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Locator(".account .name")).ToBeVisibleAsync();

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "New rule" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "large amount" }).ClickAsync();
        await Expect(page.Locator(".rule-code").First).ToContainTextAsync("abs(amount) >= 1000 EUR");
        await Expect(page.Locator("main textarea, .lab")).ToHaveCountAsync(0);
        await Expect(page.Locator("main").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Flagged payments" }).ClickAsync();
        await window.Rows.First.ClickAsync();
        await Expect(page.Locator("dialog.drawer .why-flagged")).ToContainTextAsync("large amount");
        await Expect(page.Locator("dialog.drawer .judge")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_analyst_tries_rules_and_saves_none()
    {
        await using var window = await OpenAsync(Person.Analyst, "/rules?view=new&text=amount > 5 EUR");
        var page = window.Page;

        await Expect(page.Locator("#lab-flagged")).ToBeVisibleAsync();
        await Expect(page.GetByText("The role RuleEditor may save it.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToHaveCountAsync(0);
    }
}
