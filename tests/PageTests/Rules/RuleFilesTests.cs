using System.Text;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Rules;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Rules;

/// <summary>Rules and labels come from files, and decisions are recounted.</summary>
public sealed class RuleFilesTests(Browser browser) : PageTest(browser)
{
    protected override Dictionary<string, string?> Settings =>
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    [Fact]
    public async Task A_text_of_rules_says_what_it_changes_before_it_makes_drafts()
    {
        var text = (await Host.Client.GetStringAsync("/api/v1/rules/export"))
            .Replace("over 1m > 5", "over 1m > 6", StringComparison.Ordinal);
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/rules"));
        var import = page.Locator("section", new() { HasText = "Rules from a text" });

        await page.GetByLabel("File of rules").SetInputFilesAsync(File("rules.txt", "text/plain", text));
        await Expect(import.Locator("li", new() { HasText = "high_velocity" })).ToContainTextAsync("changed, version 2");
        await Expect(import.Locator("ins")).ToHaveTextAsync("6 ");
        (await Host.GetAsync<RuleDto>("/api/v1/rules/high_velocity")).Revision.ShouldBe(1, "it was a dry run");
        await import.GetByLabel("Reason").FillAsync("reviewed in git");
        await import.GetByLabel("Your name").FillAsync("Ada");
        await import.GetByRole(AriaRole.Button, new() { Name = "Make 1 draft" }).ClickAsync();

        await Expect(page.Locator(".rule-list tr", new() { HasText = "high velocity" })).ToContainTextAsync("Draft · version 2");
        (await Host.GetAsync<RuleDto>("/api/v1/rules/high_velocity")).Versions[0].State.ShouldBe(RuleState.Draft);
    }

    [Fact]
    public async Task A_file_of_chargebacks_labels_transactions_and_names_the_rows_that_it_cannot_read()
    {
        await Host.IngestAsync([.. Enumerable.Range(0, 7).Select(i => TestData.Item(amount: 10 + i, account: "ACC-FAST"))]);
        await Host.WaitUntilIdleAsync();
        var flagged = await Poll.UntilAsync(() => Host.HistoryAsync("&flagged=true"), found => found.Count == 2);
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/rules"));

        await page.GetByLabel("File of labels").SetInputFilesAsync(
            File("chargebacks.csv", "text/csv", $"id;label\n{flagged[0].Id};fraud\n{flagged[1].Id};maybe\n"));

        var labels = page.Locator("section", new() { HasText = "Labels from a file" });
        await Expect(labels).ToContainTextAsync("1 of 2 rows labelled");
        await Expect(labels).ToContainTextAsync("line 3: label must be fraud, legitimate or unclear");
        await Expect(page.Locator(".rule-list tr", new() { HasText = "high velocity" })).ToContainTextAsync("1 labelled, 1 not");
    }

    [Fact]
    public async Task A_recount_of_the_decisions_says_that_none_differ()
    {
        await Host.IngestAsync([.. Enumerable.Range(0, 7).Select(i => TestData.Item(amount: 10 + i, account: "ACC-FAST"))]);
        await Host.WaitUntilIdleAsync();
        await using var window = await Browser.OpenAsync();
        await window.GoAsync(At("/rules"));

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Recount decisions" }).ClickAsync();

        await Expect(window.Page.Locator("main")).ToContainTextAsync("2 decisions over 7 payments recounted, 0 differ.");
    }

    private static FilePayload File(string name, string type, string text) =>
        new() { Name = name, MimeType = type, Buffer = Encoding.UTF8.GetBytes(text) };
}
