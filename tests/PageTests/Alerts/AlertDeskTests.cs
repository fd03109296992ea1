using System.Text.RegularExpressions;
using Dashboard.Application.Alerts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Alerts;

/// <summary>The alert desk loses no work: its lists stand still, its links are exact, and a decision can be taken back.</summary>
public sealed class AlertDeskTests(Browser browser) : PageTest(browser)
{
    protected override Dictionary<string, string?> Settings =>
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    [Fact]
    public async Task The_link_of_an_alert_shows_exactly_the_transactions_that_raised_it()
    {
        await using var window = await Browser.OpenAsync();
        await Host.IngestAsync(TestData.Item(amount: 7_000, account: "ONCE"), TestData.Item(amount: 5, account: "ONCE"));
        await Host.IngestAsync([.. Enumerable.Range(0, 9).Select(i => TestData.Item(amount: i + 1, account: "OFTEN"))]);
        await Host.WaitUntilIdleAsync();
        foreach (var (account, count) in ((string, int)[])[("ONCE", 1), ("OFTEN", 4)])
        {
            await window.GoAsync(At("/alerts"));
            await window.Page.Locator(".alert", new() { HasText = account })
                .GetByRole(AriaRole.Link, new() { Name = $"Transactions ({count})" }).ClickAsync();

            await Expect(window.Page.Locator(".more")).ToContainTextAsync($"{count} loaded, no more");
            await Expect(window.Rows).ToHaveCountAsync(count);
            (await window.Rows.Locator(".k-account").AllTextContentsAsync()).ShouldAllBe(text => text == account);
        }
    }

    [Theory]
    [InlineData("/alerts", ".alert-list", ".alert", "Acknowledge large amount")]
    [InlineData("/live", ".tray-list", ".tray-list li[data-alert]", "Ack large amount")]
    public async Task A_list_does_not_move_while_the_pointer_is_in_it(string path, string list, string entry, string button)
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await Host.IngestAsync(TestData.Item(amount: 5_000, account: "FIRST"), TestData.Item(amount: 5_000, account: "SECOND"));
        await window.GoAsync(At(path));
        await Expect(page.Locator(entry)).ToHaveCountAsync(2);
        await page.Locator(entry).First.HoverAsync();
        var before = await page.Locator(entry).EvaluateAllAsync<string[]>("all => all.map(e => e.dataset.alert)");

        await page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();
        await Host.IngestAsync(TestData.Item(amount: 5_000, account: "THIRD"));
        await Expect(page.Locator(".decided")).ToHaveCountAsync(1);
        await Expect(page).ToHaveTitleAsync(new Regex(@"^\(2\)"));

        (await page.Locator(entry).EvaluateAllAsync<string[]>("all => all.map(e => e.dataset.alert)")).ShouldBe(before);
        await page.Mouse.MoveAsync(1, 1);
        await Expect(page.Locator(list)).ToContainTextAsync("THIRD");
        await Expect(page.Locator(entry)).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_bulk_resolve_names_its_number_and_can_be_undone()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await Host.IngestAsync([.. Enumerable.Range(0, 3).Select(i => TestData.Item(amount: 5_000, account: "ACC-" + i))]);
        await window.GoAsync(At("/alerts"));
        await Expect(page.Locator(".alert")).ToHaveCountAsync(3);
        await page.Locator(".alert", new() { HasText = "ACC-0" }).Locator("[data-ack]").ClickAsync();
        await page.GetByLabel("Select all").CheckAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Resolve selected (2)" }).ClickAsync();
        await Expect(page.Locator(".toast")).ToContainTextAsync("2 alerts resolved.");
        await Poll.UntilAsync(CountsAsync, counts => counts == new AlertCountsDto(Open: 0, Acknowledged: 1));
        await Expect(page.Locator("main")).ToContainTextAsync("No alert is open.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Expect(page.Locator(".alert")).ToHaveCountAsync(2);
        await Poll.UntilAsync(CountsAsync, counts => counts == new AlertCountsDto(Open: 2, Acknowledged: 1));
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_alert_shows_who_decided_on_it()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await Host.IngestAsync(TestData.Item(amount: 5_000, account: "ACC-1"));
        await window.GoAsync(At("/alerts"));
        var alert = page.Locator(".alert");
        await alert.GetByText("History").ClickAsync();
        await Expect(alert).ToContainTextAsync("There is no decision on this alert yet.");
        await alert.GetByText("History").ClickAsync();
        await alert.Locator("[data-ack]").ClickAsync();
        await Expect(alert).ToContainTextAsync("Acknowledged");

        await alert.GetByText("History").ClickAsync();

        await Expect(alert.Locator(".decisions li")).ToHaveTextAsync(new Regex("anybody acknowledged it; it was Open$"));
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_time_and_the_number_of_an_alert_stay_when_it_is_acknowledged()
    {
        await using var window = await Browser.OpenAsync();
        await Host.IngestAsync(TestData.Item(amount: 5_000), TestData.Item(amount: 6_000));
        await Host.WaitUntilIdleAsync();
        await window.GoAsync(At("/alerts"));
        var alert = window.Page.Locator(".alert");
        await Expect(alert).ToContainTextAsync("2 times");
        var newest = await alert.Locator(".life time").Nth(1).GetAttributeAsync("datetime");

        await alert.Locator("[data-ack]").ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledged", Exact = true }).ClickAsync();

        await Expect(alert.Locator(".life")).ToContainTextAsync("Acknowledged");
        (await alert.Locator(".life time").Nth(1).GetAttributeAsync("datetime")).ShouldBe(newest);
    }

    [Theory]
    [InlineData("/live", "2 open in Alerts")]
    [InlineData("/alerts", "2 open alerts are not in this list yet.")]
    public async Task Nothing_needs_attention_is_not_said_while_the_server_counts_open_alerts(string path, string said)
    {
        await using var window = await Browser.OpenAsync();
        await Host.IngestAsync(TestData.Item(amount: 5_000, account: "A"), TestData.Item(amount: 5_000, account: "B"));
        await Host.WaitForAsync(m => m.AlertsOpen == 2);
        // The page knows none of them: the list is empty, and nothing is pushed.
        await window.Page.RouteAsync("**/api/v1/alerts?**", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = """{"items":[],"next":null,"counts":{"open":2,"acknowledged":0}}""",
        }));
        await window.Page.RouteAsync("**/hubs/**", route => route.AbortAsync());

        await window.GoAsync(At(path));

        await Expect(window.Page.Locator("main")).ToContainTextAsync(said);
        await Expect(window.Page.Locator("main")).Not.ToContainTextAsync("No alert is open.");
    }

    [Fact]
    public async Task What_the_system_resolved_says_so_and_can_be_reopened()
    {
        await using var window = await Browser.OpenAsync();
        await Host.IngestAsync(TestData.Item(amount: 5_000));
        var alert = (await Poll.UntilAsync(() => Host.GetAsync<AlertPage>("/api/v1/alerts"), page => page.Items.Count == 1)).Items[0];
        (await Host.Client.PostAsync($"/api/v1/alerts/{alert.Id}/resolve", null)).EnsureSuccessStatusCode();
        await window.Page.RouteAsync("**/api/v1/alerts?status=Resolved**", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new()
            {
                Response = answer,
                Body = (await answer.TextAsync()).Replace("\"Person\"", "\"System\"", StringComparison.Ordinal),
            });
        });
        await window.Page.RouteAsync("**/hubs/**", route => route.AbortAsync());
        await window.GoAsync(At("/alerts?status=resolved"));
        await Expect(window.Page.Locator(".alert .life")).ToContainTextAsync("Resolved by the system, because there were too many alerts,");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Reopen" }).ClickAsync();

        await Poll.UntilAsync(CountsAsync, counts => counts.Open == 1);
    }

    [Fact]
    public async Task The_number_of_open_alerts_is_shown_once_it_is_known()
    {
        await using var window = await Browser.OpenAsync();
        await Host.IngestAsync(TestData.Item(amount: 7_000));
        await Host.WaitForAsync(m => m.AlertsOpen == 1);
        await window.Page.RouteAsync("**/hubs/**", route => route.AbortAsync());
        IRoute? held = null;
        await window.Page.RouteAsync("**/api/v1/alerts?**", route =>
        {
            held = route;
            return Task.CompletedTask;
        });
        var tab = window.Page.GetByText("Open", new() { Exact = true });

        await window.GoAsync(At("/alerts"));
        await Expect(tab).ToBeVisibleAsync();
        await Poll.UntilAsync(() => held is not null);
        await held!.ContinueAsync();

        await Expect(window.Page.GetByText("Open (1)", new() { Exact = true })).ToBeVisibleAsync();
    }

    private async Task<AlertCountsDto> CountsAsync() => (await Host.GetAsync<AlertPage>("/api/v1/alerts")).Counts;
}
