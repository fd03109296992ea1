using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Rules;

/// <summary>A transaction says why it is flagged.</summary>
public sealed partial class WhyFlaggedTests(Browser browser) : PageTest(browser)
{
    protected override Dictionary<string, string?> Settings =>
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    [Fact]
    public async Task The_drawer_explains_a_flag_tries_a_rule_and_takes_a_label()
    {
        await Host.IngestAsync([.. Enumerable.Range(0, 7).Select(i => TestData.Item(amount: 10 + i, account: "ACC-FAST"))]);
        await Host.WaitUntilIdleAsync();
        var flagged = (await Poll.UntilAsync(() => Host.HistoryAsync("&flagged=true"), found => found.Count > 0))[0];
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/history?tx=" + flagged.Id));
        var drawer = page.Locator("dialog.drawer");

        await Expect(drawer.Locator(".why-flagged")).ToContainTextAsync(Sentence());
        await Expect(drawer.Locator(".why-flagged .values")).ToContainTextAsync("> 5");
        await drawer.GetByText("Try a rule on this transaction").ClickAsync();
        await drawer.Locator("#trial-text").FillAsync("amount > 5 EUR and counterparty is missing");
        var run = drawer.GetByRole(AriaRole.Button, new() { Name = "Try it" });
        await Expect(run).ToHaveAttributeAsync("aria-disabled", "false");
        await run.ClickAsync();
        await Expect(drawer.Locator(".parts li", new() { HasText = "amount > 5 EUR" }).Last).ToContainTextAsync("true");
        await Expect(drawer.Locator(".parts li", new() { HasText = "counterparty is missing" }).Last).ToContainTextAsync("false");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Fraud" }).ClickAsync();
        await Expect(drawer.Locator(".label-form")).ToContainTextAsync("Fraud by");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_of_the_history_says_why_it_is_flagged_under_the_pointer_and_with_the_focus()
    {
        await Host.IngestAsync([.. Enumerable.Range(0, 7).Select(i => TestData.Item(amount: 10 + i, account: "ACC-FAST"))]);
        await Host.WaitUntilIdleAsync();
        await Poll.UntilAsync(() => Host.HistoryAsync("&flagged=true"), found => found.Count == 2);
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/history?flagged=true"));
        var tip = page.Locator(".flag-tip");
        // The histogram moves the table when it arrives.
        await Expect(page.Locator(".histogram")).ToContainTextAsync(new Regex("flagged\\s*2"));

        await window.Rows.First.Locator(".pill.warn").HoverAsync();
        await Expect(tip).ToContainTextAsync(Sentence());
        await page.Locator("h1").HoverAsync();
        await Expect(tip).ToHaveCountAsync(0);
        await window.Rows.First.FocusAsync();
        await Expect(tip).ToContainTextAsync(Sentence());
        await Expect(window.Rows.First).ToHaveAttributeAsync("aria-describedby", "flag-tip");
        await page.Keyboard.PressAsync("Escape");
        await Expect(tip).ToHaveCountAsync(0);
    }

    [GeneratedRegex("[67] payments of the account in 1 minute, limit 5\\.")]
    private static partial Regex Sentence();
}
