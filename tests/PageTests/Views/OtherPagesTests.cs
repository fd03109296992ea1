using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Views;

public sealed class OtherPagesTests(Browser browser) : PageTest(browser)
{
    protected override Dictionary<string, string?> Settings =>
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    [Fact]
    public async Task The_history_pages_on_stably_while_rows_arrive_and_survives_a_reload()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await Host.IngestAsync([.. Enumerable.Range(0, 450).Select(i => TestData.Item(amount: i + 1, account: "ACC-" + i))]);
        var stored = (await Host.HistoryAsync()).Select(t => t.Id).ToList();
        await window.GoAsync(At("/history"));
        await Expect(page.Locator(".more")).ToContainTextAsync("100 loaded");
        await Host.IngestAsync([.. Enumerable.Range(0, 50).Select(i => TestData.Item(account: "LATE-" + i))]);

        var more = page.GetByRole(AriaRole.Button, new() { Name = "Load 100 more" });
        for (var loaded = 200; loaded <= 300; loaded += 100)
        {
            await more.ClickAsync();
            await Expect(page.Locator(".more")).ToContainTextAsync($"{loaded} loaded");
        }

        var shown = await AllRowsAsync(window);
        shown.ShouldBe(stored.Take(300));

        await page.ReloadAsync();
        await Expect(page.Locator(".more")).ToContainTextAsync("100 loaded");
        (await AllRowsAsync(window)).ShouldBe(stored.Skip(200).Take(100));
    }

    [Fact]
    public async Task A_failed_transaction_is_found_by_its_state_and_account_and_has_an_address()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await Host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 200);
        await Host.WaitForAsync(m => m.Flow.Failed > 5);
        await Host.SetSimulatorAsync(enabled: false, transactionsPerSecond: 0);
        await Host.WaitUntilIdleAsync();
        // The store is written a little after the figures change.
        var failed = (await Poll.UntilAsync(() => Host.HistoryAsync("&status=Failed"), stored => stored.Count > 5))[^1];
        await window.GoAsync(At("/history"));

        await page.GetByLabel("Failed", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Account").FillAsync(failed.Account);

        await Expect(page.Locator($".grid tr[data-id='{failed.Id}']")).ToBeVisibleAsync();
        await page.WaitForURLAsync($"**/history?state=failed&account={failed.Account}");
        // The rows of the filter before stay until those of this one arrive.
        await Expect(window.Rows.Filter(new() { HasNotText = failed.Account })).ToHaveCountAsync(0);
        await page.Locator($".grid tr[data-id='{failed.Id}']").ClickAsync();
        await Expect(page.Locator("dialog.drawer")).ToContainTextAsync("Failure reason");

        await window.GoAsync(At("/tx/" + failed.Id));
        await Expect(page.Locator(".tx-page .timeline")).ToContainTextAsync("Failed");
    }

    [Fact]
    public async Task An_unknown_transaction_and_an_unknown_view_say_so()
    {
        await using var window = await Browser.OpenAsync();

        await window.GoAsync(At("/tx/0000000000000"));
        await Expect(window.Page.Locator("main")).ToContainTextAsync("There is no transaction 0000000000000");
        await window.GoAsync(At("/nowhere"));
        await Expect(window.Page.Locator("main")).ToContainTextAsync("There is no view at /nowhere");
    }

    [Fact]
    public async Task A_preset_of_the_simulator_shows_on_the_live_page_and_a_wrong_rate_beside_its_field()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/simulator"));
        var rate = page.GetByLabel("Per second");
        await Expect(rate).ToBeEnabledAsync();
        await rate.FillAsync("20000");
        await rate.PressAsync("Enter");
        await Expect(page.Locator("#sim-rate-error")).ToContainTextAsync("from 0 to 10,000");

        await page.GetByRole(AriaRole.Button, new() { Name = "Use Busy" }).ClickAsync();

        await Expect(page.Locator("section").First).ToContainTextAsync("Applied at");
        await page.GetByRole(AriaRole.Link, new() { Name = "Live", Exact = true }).ClickAsync();
        await Expect(page.Locator(".tile").First.Locator(".v")).Not.ToContainTextAsync("0.0");
        (await Host.MetricsAsync()).Flow.Accepted.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_scene_raises_an_alert_that_the_page_shows()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/simulator"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send Card testing" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("40 accepted, 0 duplicates, 0 rejected");

        await page.GetByRole(AriaRole.Link, new() { NameString = "Alerts" }).First.ClickAsync();

        await Expect(page.Locator(".alert").First).ToContainTextAsync("40 payments of the account in 1 minute, limit 5.");
        await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex(@"^\(1\) Alerts"));
    }

    [Fact]
    public async Task Settings_are_kept_over_a_reload()
    {
        await using var window = await Browser.OpenAsync(new() { ColorScheme = ColorScheme.Dark });
        var page = window.Page;
        await window.GoAsync(At("/settings"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Light" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "UTC" }).ClickAsync();

        await page.ReloadAsync();

        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        (await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(244, 246, 248)");
        await window.GoAsync(At("/live"));
        await Expect(page.Locator("main")).ToContainTextAsync("Times are UTC.");
    }

    private static async Task<List<string>> AllRowsAsync(Window window)
    {
        // Only what can be seen is in the document, so it is read while scrolling.
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        var scroll = window.Page.Locator(".scroll");
        var height = await scroll.EvaluateAsync<int>("e => e.scrollHeight");
        for (var top = 0; top <= height; top += 300)
        {
            await scroll.EvaluateAsync(
                "(e, top) => new Promise(done => { e.scrollTop = top; requestAnimationFrame(() => requestAnimationFrame(done)); })", top);
            ids.UnionWith(await window.RowIdsAsync());
        }

        return [.. ids.Reverse()];
    }
}
