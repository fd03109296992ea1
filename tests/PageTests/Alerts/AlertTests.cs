using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Alerts;

/// <summary>Those who look after alerts: with two windows open, with the keyboard, with a phone.</summary>
public sealed class AlertTests(Browser browser) : PageTest(browser)
{
    protected override Dictionary<string, string?> Settings =>
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    [Fact]
    public async Task What_one_acknowledges_another_sees()
    {
        await using var one = await Browser.OpenAsync();
        await using var other = await Browser.OpenAsync(
            new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true });
        await Host.IngestAsync(TestData.Item(amount: 5_000));
        await one.GoAsync(At("/alerts"));
        await other.GoAsync(At("/live"));
        await Expect(one.Page.Locator(".alert")).ToHaveCountAsync(1);
        await Expect(other.Page.Locator(".tray-list li")).ToHaveCountAsync(1);

        await Expect(other.Page.Locator(".tray")).ToContainTextAsync("critical since ");

        await other.Page.Locator(".tray-list .btn").TapAsync();

        await Expect(other.Page.Locator(".tray")).ToContainTextAsync("No alert is open.");
        await Expect(other.Page.Locator(".tray")).ToContainTextAsync("none critical");
        await Expect(one.Page.Locator("main")).ToContainTextAsync("No alert is open.");
        await one.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledged" }).ClickAsync();
        await Expect(one.Page.Locator(".alert .life")).ToContainTextAsync("Acknowledged");
        await Expect(one.Page).ToHaveTitleAsync("Alerts · Dashboard");
        one.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_keyboard_alone_acknowledges_and_twice_is_harmless()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await Host.IngestAsync(TestData.Item(amount: 5_000, account: "A"), TestData.Item(amount: 6_000, account: "B"));
        await window.GoAsync(At("/alerts"));
        await Expect(page.Locator(".alert")).ToHaveCountAsync(2);

        await page.Locator("[data-ack]").First.FocusAsync();
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("a");

        // It keeps its place while the focus is in the list.
        await Expect(page.Locator(".alert.decided")).ToHaveCountAsync(1);
        await Expect(page.Locator("[data-ack]").First).ToBeFocusedAsync();
        await page.GetByLabel("Select all").CheckAsync();
        await Expect(page.Locator(".alert")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge selected" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("No alert is open.");
    }

    [Fact]
    public async Task A_change_that_the_server_refuses_is_taken_back_with_the_reason()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await Host.IngestAsync(TestData.Item(amount: 5_000));
        await page.RouteAsync("**/api/v1/alerts/*/acknowledge", route => route.FulfillAsync(new()
        {
            Status = 503,
            ContentType = "application/problem+json",
            Body = "{\"title\":\"The store is away.\",\"status\":503}",
        }));
        await window.GoAsync(At("/live"));
        await page.Locator(".tray-list .btn").ClickAsync();

        await Expect(page.Locator(".toast")).ToContainTextAsync("One alert could not be acknowledged: The store is away. · 503");
        await Expect(page.Locator(".tray-list li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_one_resolves_leaves_every_open_list()
    {
        await using var one = await Browser.OpenAsync();
        await using var other = await Browser.OpenAsync();
        await Host.IngestAsync(TestData.Item(amount: 5_000, account: "A"), TestData.Item(amount: 6_000, account: "B"));
        await one.GoAsync(At("/alerts"));
        await other.GoAsync(At("/alerts"));
        await Expect(one.Page.Locator(".alert")).ToHaveCountAsync(2);
        await Expect(other.Page.Locator(".alert")).ToHaveCountAsync(2);

        await one.Page.GetByLabel("Select all").CheckAsync();
        await one.Page.GetByRole(AriaRole.Button, new() { Name = "Resolve selected" }).ClickAsync();

        await Expect(one.Page.Locator("main")).ToContainTextAsync("No alert is open.");
        await Expect(other.Page.Locator("main")).ToContainTextAsync("No alert is open.");
    }

    [Fact]
    public async Task A_list_read_before_the_alert_was_stored_does_not_hide_it()
    {
        await using var window = await Browser.OpenAsync();
        var listed = new TaskCompletionSource();
        await window.Page.RouteAsync("**/api/v1/alerts?status=Open,Acknowledged&**", async route =>
        {
            await Expect(window.Page.Locator(".tray-list li")).ToHaveCountAsync(1);
            await route.FulfillAsync(new()
            {
                ContentType = "application/json",
                Body =
                """{"items":[],"next":null,"counts":{"open":1,"acknowledged":0}}"""
            });
            listed.SetResult();
        });
        await Host.IngestAsync(TestData.Item(amount: 5_000));

        await window.GoAsync(At("/live"));
        await listed.Task;

        await Expect(window.Page.Locator(".tray-list li")).ToHaveCountAsync(1);
        await Host.IngestAsync(TestData.Item(amount: 5));
        await Expect(window.Page.Locator("tr[data-id]")).ToHaveCountAsync(2);
        await Expect(window.Page.Locator(".tray-list li")).ToHaveCountAsync(1);
    }
}
