using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Rules;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Rules;

/// <summary>A rule from the first word to its hits, as a new user writes it.</summary>
public sealed class RulePageTests(Browser browser) : PageTest(browser)
{
    protected override Dictionary<string, string?> Settings =>
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    [Fact]
    public async Task A_velocity_rule_is_written_from_the_help_published_and_seen_to_hit()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/live"));
        await window.ExpectStateAsync("live");
        await page.GetByRole(AriaRole.Link, new() { Name = "Rules", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open Velocity" }).ClickAsync();
        await Expect(page.Locator(".rule-sentence"))
            .ToContainTextAsync("number of payments of the same account within 10 minutes is more than 5");
        await Expect(page.Locator("#lab-flagged")).ToBeVisibleAsync();

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("fast_account");
        await page.GetByLabel("Reason").FillAsync("bursts in the evening");
        await page.GetByLabel("Your name").FillAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "fast account" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish to Shadow: version 1" }).ClickAsync();
        await page.Locator("dialog[open]").GetByLabel("Reason").FillAsync("watch it first");
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Publish to Shadow" }).ClickAsync();
        await Expect(page.Locator(".bar .pill", new() { HasText = "Shadow · version 1" })).ToBeVisibleAsync();
        await Host.IngestAsync([.. Enumerable.Range(0, 8).Select(i => TestData.Item(amount: 10 + i, account: "ACC-FAST"))]);

        await Expect(page.Locator(".side tr", new() { HasText = "Hits" }).First).ToContainTextAsync("3 (37.5 %)");
        var version = (await Host.GetAsync<RuleDto>("/api/v1/rules/fast_account")).Versions.Single();
        (version.State, version.By, version.Reason).ShouldBe((RuleState.Shadow, "Ada", "bursts in the evening"));
        await window.GoAsync(At("/rules"));
        await Expect(page.Locator(".rule-list tr", new() { HasText = "fast account" }).Locator(".rule-hits b")).ToHaveTextAsync("3");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_error_has_a_line_under_its_word_and_a_suggestion_that_a_click_takes()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/rules?view=new"));
        var text = page.Locator("#rule-text");

        await text.FillAsync("count per account over 10m > 5 and amuont >= 5 EUR");

        await Expect(page.Locator(".rule-under u")).ToHaveTextAsync("amuont");
        await Expect(page.Locator(".rule-errors")).ToContainTextAsync("Column 36: 'amuont' is not known.");
        await Expect(text).ToHaveAttributeAsync("aria-invalid", "true");
        var place = await page.EvaluateAsync<double[]>(
            """
            () => {
              const [mark, field] = ['.rule-under u', '#rule-text'].map(e => document.querySelector(e).getBoundingClientRect());
              return [mark.left - field.left, mark.top - field.top, mark.right, field.right, mark.bottom, field.bottom];
            }
            """);
        (place[0] > 0 && place[1] > 0 && place[2] < place[3] && place[4] < place[5]).ShouldBeTrue("the line lies within the field");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use amount" }).ClickAsync();
        await Expect(text).ToHaveValueAsync("count per account over 10m > 5 and amount >= 5 EUR");
        await Expect(page.Locator(".rule-under u")).ToHaveCountAsync(0);
        await Expect(text).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Words_are_completed_with_the_keyboard()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/rules?view=new"));
        var text = page.Locator("#rule-text");

        await text.PressSequentiallyAsync("cou");
        await Expect(page.Locator("[role=listbox] [role=option]")).ToHaveCountAsync(2);
        await text.PressAsync("ArrowDown");
        await text.PressAsync("Enter");
        await text.PressSequentiallyAsync(" > 5");

        await Expect(text).ToHaveValueAsync("count per account over 10m > 5");
        await text.PressAsync("Control+Space");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToBeVisibleAsync();
        await text.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_threshold_is_dragged_along_its_curve_and_the_count_follows_without_a_question()
    {
        foreach (var account in Enumerable.Range(1, 9))
            await Host.IngestAsync([.. Enumerable.Range(0, account).Select(i => TestData.Item(amount: 10 + i, account: "ACC-" + account))]);
        await Host.WaitUntilIdleAsync();
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/rules?view=new&text=count per account over 10m > 5"));
        // Of the accounts with 6, 7, 8 and 9 payments: 1, 2, 3 and 4.
        await Expect(page.Locator("#lab-flagged")).ToContainTextAsync("10");
        // From here on no try is answered.
        await page.RouteAsync("**/api/v1/rules/try", _ => Task.CompletedTask);

        await page.GetByRole(AriaRole.Slider).PressAsync("ArrowRight");

        await Expect(page.Locator("#rule-text")).ToHaveValueAsync("count per account over 10m > 6");
        await Expect(page.Locator("#lab-flagged")).ToContainTextAsync("6");
        var curve = (await page.Locator(".curve svg").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(curve.X + curve.Width / 2, curve.Y + 20);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(curve.X + curve.Width - 1, curve.Y + 20, new() { Steps = 5 });
        (await page.Locator("#lab-flagged").TextContentAsync())!.ShouldStartWith("0");
        await Expect(page.Locator("#rule-text")).ToHaveValueAsync("count per account over 10m > 9");
        await page.Mouse.UpAsync();
    }

    [Fact]
    public async Task The_form_and_the_text_are_the_same_rule()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/rules?view=new&text=count per account over 10m > 5 and source in (\"pos\", \"atm\")"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Form" }).ClickAsync();
        await Expect(page.GetByLabel("Limit of condition 1")).ToHaveValueAsync("5");

        await page.GetByLabel("Limit of condition 1").FillAsync("7");
        await page.GetByLabel("Window of condition 1").FillAsync("1h");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a condition" }).ClickAsync();
        await page.GetByLabel("Figure of condition 3").SelectOptionAsync("first_seen");
        await Expect(page.Locator(".rule-sentence")).ToContainTextAsync("first payment of the same account and counterparty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Text" }).ClickAsync();

        await Expect(page.Locator("#rule-text")).ToHaveValueAsync(
            "count per account over 1h > 7 and source in (\"pos\", \"atm\") and first_seen per account, counterparty");
        window.Complaints.ShouldBeEmpty();
    }
}
