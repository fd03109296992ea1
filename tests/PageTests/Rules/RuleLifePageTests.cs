using System.Net.Http.Json;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Rules;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Rules;

/// <summary>The versions of a rule on its page: compared, rolled back, and set back by the program.</summary>
public sealed class RuleLifePageTests(Browser browser) : PageTest(browser)
{
    protected override Dictionary<string, string?> Settings =>
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    [Fact]
    public async Task A_new_version_is_compared_with_the_live_one_and_the_old_one_comes_back()
    {
        await PostAsync("", new { name = "fast", expression = "count per account over 10m > 5", reason = "a burst", by = "Ada" });
        foreach (var state in (string[])["Shadow", "Live"]) await PostAsync("/fast/state", new { state, reason = "good" });
        await Host.IngestAsync([.. Enumerable.Range(0, 8).Select(i => TestData.Item(amount: 10 + i, account: "ACC-FAST"))]);
        await Host.WaitUntilIdleAsync();
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/rules/fast"));
        await page.Locator("#rule-text").FillAsync("count per account over 10m > 6");

        await Expect(page.Locator(".lab")).ToContainTextAsync("0 newly flagged");
        await Expect(page.Locator(".lab")).ToContainTextAsync("1 no longer flagged");
        await page.Locator("#save-reason").FillAsync("too many");
        await page.Locator("#save-by").FillAsync("Grace");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new draft" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare version 2 with version 1" }).ClickAsync();
        await Expect(page.Locator(".versions del")).ToHaveTextAsync("5 ");
        await Expect(page.Locator(".versions ins")).ToHaveTextAsync("6 ");
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back to version 1" }).ClickAsync();
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Roll back" }).ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToContainTextAsync("Say why.");
        await page.Locator("dialog[open]").GetByLabel("Reason").FillAsync("too few");
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Roll back" }).ClickAsync();

        await Expect(page.Locator(".versions > li").First).ToContainTextAsync("Version 3 · Draft · Grace");
        await Expect(page.Locator("#rule-text")).ToHaveValueAsync("count per account over 10m > 5");
        (await Host.GetAsync<RuleDto>("/api/v1/rules/fast")).Versions.Select(v => (v.Version, v.State)).ShouldBe(
            [(3, RuleState.Draft), (1, RuleState.Live)]);
    }

    [Fact]
    public async Task A_rule_that_floods_is_shown_as_set_back_and_is_restored()
    {
        await PostAsync("", new { name = "flood", expression = "amount > 0 EUR or amount <= 0 EUR", reason = "a mistake" });
        foreach (var state in (string[])["Shadow", "Live"]) await PostAsync("/flood/state", new { state, reason = "good" });
        await Host.IngestAsync([.. Enumerable.Range(0, 80).Select(i => TestData.Item(amount: 10 + i, account: "ACC-" + i))]);
        await Poll.UntilAsync(() => Host.GetAsync<RuleDto>("/api/v1/rules/flood"), rule => rule.State == RuleState.Shadow);
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/rules"));
        await Expect(page.Locator(".rule-list tr", new() { HasText = "flood" })).ToContainTextAsync("Shadow, set back");
        await page.GetByRole(AriaRole.Link, new() { Name = "flood" }).ClickAsync();

        await Expect(page.Locator(".set-back")).ToContainTextAsync("It matched 80 of the 80 payments of the last minute");
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore to Live" }).ClickAsync();
        await page.Locator("dialog[open]").GetByLabel("Reason").FillAsync("that is what it is for");
        await page.Locator("dialog[open]").GetByLabel("Your name").FillAsync("Ada");
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();

        await Expect(page.Locator(".set-back")).ToHaveCountAsync(0);
        (await Host.GetAsync<RuleDto>("/api/v1/rules/flood")).State.ShouldBe(RuleState.Live);
    }

    private async Task PostAsync(string call, object body) =>
        (await Host.Client.PostAsJsonAsync("/api/v1/rules" + call, body)).EnsureSuccessStatusCode();
}
