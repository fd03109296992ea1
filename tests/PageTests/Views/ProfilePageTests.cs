using Dashboard.Application.Alerts;
using Dashboard.Domain.Transactions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Views;

public sealed class ProfilePageTests(Browser browser) : PageTest(browser)
{
    // With a case and a slash, which a path must keep.
    private const string Account = "acc/Mixed 1";

    [Fact]
    public async Task From_a_payment_to_its_account_to_a_counterparty_and_its_accounts()
    {
        var payments = Enumerable.Range(1, 9).Select(i => TestData.Item(amount: 100 * i, account: Account) with
        {
            Counterparty = i < 7 ? "Café Müller" : "Other",
            Status = i == 9 ? TransactionStatus.Failed : TransactionStatus.Completed,
            FailureReason = i == 9 ? "issuer_timeout" : null,
        });
        var taken = await Host.IngestAsync([.. payments, TestData.Item(amount: 5_000, account: Account), TestData.Item(account: "acc/mixed 1")]);
        await Host.WaitUntilIdleAsync();
        // An alert is told before it is stored.
        await Poll.UntilAsync(
            () => Host.GetAsync<AlertPage>("/api/v1/alerts"), p => p.Items.Any(a => a.Message.StartsWith("Amount", StringComparison.Ordinal)));
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/tx/" + taken[0].Id));

        await page.GetByRole(AriaRole.Link, new() { Name = Account, Exact = true }).ClickAsync();

        var figures = page.GetByLabel("Figures");
        await Expect(figures).ToContainTextAsync("Payments10");
        await Expect(figures).ToContainTextAsync("Paid, EUR");
        await Expect(page.Locator(".scatter circle")).ToHaveCountAsync(10);
        await Expect(page.Locator(".profile .rows li", new() { HasText = "Amount 5000.00 EUR, limit 1000.00 EUR" })).ToBeVisibleAsync();
        await Expect(page.Locator("tr", new() { HasText = "issuer timeout" })).ToContainTextAsync("100.00 %");
        await Expect(page.Locator("tr", new() { HasText = "Café Müller" })).ToContainTextAsync("2,100.00 EUR");

        await page.GetByRole(AriaRole.Link, new() { Name = "Café Müller" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Counterparty", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Figures")).ToContainTextAsync("Payments6");
        await page.GetByRole(AriaRole.Link, new() { Name = Account, Exact = true }).ClickAsync();
        await Expect(page.GetByLabel("Figures")).ToContainTextAsync("Payments10");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open in History" }).ClickAsync();
        await Expect(window.Rows).ToHaveCountAsync(10);
    }

    [Fact]
    public async Task An_account_without_payments_and_an_answer_that_does_not_come_are_said()
    {
        await using var window = await Browser.OpenAsync();
        await window.GoAsync(At("/account/nobody"));
        await Expect(window.Page.GetByText("There is no payment of this account.")).ToBeVisibleAsync();

        await window.Page.RouteAsync("**/api/v1/profile?*", route => route.AbortAsync());
        await window.GoAsync(At("/account/somebody"));
        await Expect(window.Page.GetByText("Could not load the profile")).ToBeVisibleAsync();
        await window.Page.UnrouteAllAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(window.Page.GetByText("There is no payment of this account.")).ToBeVisibleAsync();
    }
}
