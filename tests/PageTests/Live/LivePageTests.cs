using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Live;

public sealed partial class LivePageTests(Browser browser) : PageTest(browser)
{
    [Fact]
    public async Task Tiles_move_and_the_browser_has_nothing_to_complain_about()
    {
        await using var window = await OpenLiveAsync();
        var page = window.Page;

        var received = page.Locator(".equations dd").First;
        await Expect(received).Not.ToHaveTextAsync("0");
        var before = await received.TextContentAsync();
        await Expect(received).Not.ToHaveTextAsync(before!);
        await Expect(page.Locator(".tile")).ToHaveCountAsync(4);
        await Expect(page.Locator(".tile .spark")).ToHaveCountAsync(4);
        await Expect(page.Locator(".chart canvas")).ToHaveCountAsync(2);
        await Expect(page.Locator(".books .pill")).ToContainTextAsync("Balanced");
        (await page.TitleAsync()).ShouldEndWith("Live · Dashboard");
        (await page.Locator("body").InnerTextAsync()).ShouldNotMatch("NaN|undefined|Invalid Date|\\[object");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_is_full_before_it_is_connected()
    {
        await RaiseAlertsAsync();
        await Host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 200);
        await Host.WaitForAsync(m => m.Flow.Accepted > 100 && m.AlertsOpen > 0);
        await using var window = await Browser.OpenAsync();
        await window.Page.RouteAsync("**/hubs/**", route => route.AbortAsync());

        await window.GoAsync(At("/live"));

        await Expect(window.Rows).Not.ToHaveCountAsync(0);
        await Expect(window.Page.Locator(".tray-list li").First).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".equations dd").First).ToHaveTextAsync(AboveZero());
        // But not alive.
        await window.ExpectStateAsync("reconnecting");
        await Expect(window.Page.Locator(".status")).ToContainTextAsync("The state of the payments is not known.");
        await Expect(window.Page.Locator("#main")).ToHaveClassAsync("old");
    }

    [Fact]
    public async Task Before_anything_is_known_nothing_is_said_to_be_well()
    {
        await using var window = await Browser.OpenAsync();
        await window.Page.RouteAsync(ServerCalls(), _ => Task.CompletedTask);

        await window.GoAsync(At("/live"));

        await Expect(window.Page.GetByText("Loading the newest transactions")).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".tray")).ToContainTextAsync("Loading the open alerts");
        await Expect(window.Page.Locator(".books .pill")).ToContainTextAsync("Waiting");
        await Expect(window.Page.Locator(".status")).ToContainTextAsync("Loading the status");
        await window.ExpectStateAsync("connecting");
    }

    [Fact]
    public async Task Pause_holds_the_rows_counts_them_and_resume_shows_them_in_order()
    {
        await using var window = await OpenLiveAsync();
        var page = window.Page;
        await Expect(window.Rows.First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Space");
        var resume = page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { NameRegex = Held() });
        await Expect(resume).ToBeVisibleAsync();
        var paused = await window.RowIdsAsync();
        var accepted = (await Host.MetricsAsync()).Flow.Accepted;
        await Host.WaitForAsync(m => m.Flow.Accepted > accepted + 30);
        await Expect(resume).ToContainTextAsync(AtLeastThirty());
        (await window.RowIdsAsync()).ShouldBe(paused);

        await resume.ClickAsync();

        await Expect(window.Rows.First).Not.ToHaveAttributeAsync("data-id", paused[0]);
        var shown = await window.RowIdsAsync();
        shown.ShouldBe(shown.OrderDescending(StringComparer.Ordinal));
        shown.Distinct().Count().ShouldBe(shown.Length);
    }

    [Fact]
    public async Task A_page_that_the_browser_puts_away_gives_its_connection_back_and_catches_up_when_it_is_shown_again()
    {
        await using var window = await OpenLiveAsync();
        await window.ExpectStateAsync("live");

        await window.Page.EvaluateAsync("() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");

        await window.ExpectStateAsync("reconnecting");
        await window.ExpectStateAsync("live");
        await Expect(window.Badge).ToContainTextAsync("0 lost");
    }

    [Fact]
    public async Task Scrolling_away_holds_and_the_button_returns()
    {
        await using var window = await OpenLiveAsync();
        var page = window.Page;
        await Host.WaitForAsync(m => m.Flow.Accepted > 60);
        var scroll = page.Locator(".tail .scroll");
        await scroll.EvaluateAsync("e => { e.scrollTop = 400; }");
        var button = page.Locator(".tail .held");
        await Expect(button).ToBeVisibleAsync();
        await Expect(window.Rows.First).Not.ToHaveAttributeAsync("aria-rowindex", "2");
        var held = await window.RowIdsAsync();
        await Expect(button).ToContainTextAsync(TwoDigits());
        (await window.RowIdsAsync()).ShouldBe(held);

        await button.ClickAsync();

        await Expect(button).ToBeHiddenAsync();
        (await scroll.EvaluateAsync<int>("e => e.scrollTop")).ShouldBe(0);
    }

    [Theory]
    [InlineData("/live", "#search", "q")]
    [InlineData("/history", "#f-source", "source")]
    public async Task What_is_being_typed_stays_while_the_page_is_painted_around_it(string path, string field, string parameter)
    {
        await using var window = await OpenLiveAsync(path);
        var text = window.Page.Locator(field);

        // Faster and slower than the pause after which a search begins, for longer than some ticks.
        await text.PressSequentiallyAsync("nobody", new() { Delay = 200 });
        await text.PressSequentiallyAsync(" of that", new() { Delay = 340 });

        await Expect(text).ToHaveValueAsync("nobody of that");
        await Expect(window.Page).ToHaveURLAsync(new Regex($"[?&]{parameter}=nobody(%20|\\+)of(%20|\\+)that"));
        await text.BlurAsync();
        await Expect(text).ToHaveValueAsync("nobody of that");
    }

    [Fact]
    public async Task A_filter_is_in_the_address_and_survives_a_reload()
    {
        await using var window = await OpenLiveAsync(transactionsPerSecond: 100);
        var page = window.Page;
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "+ Failed" }).ClickAsync();
        await page.WaitForURLAsync("**/live?state=failed");
        await Host.WaitForAsync(m => m.Flow.Failed > 3);
        await Expect(window.Rows.First).ToContainTextAsync("Failed");

        await page.ReloadAsync();

        await Expect(page.Locator(".chip")).ToContainTextAsync("State: Failed");
        await Expect(window.Rows.First).ToContainTextAsync("Failed");
        (await page.Locator(".grid tr[data-id] .pill.ok").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_an_address_asks_for_in_vain_is_left_out_and_named()
    {
        await using var window = await OpenLiveAsync("/live?w=9m&state=failed,lost&colour=red");

        await Expect(window.Page.Locator(".strip")).ToContainTextAsync("w=9m, state=lost, colour");
        await Expect(window.Page.Locator(".chip")).ToContainTextAsync("State: Failed");
    }

    [Fact]
    public async Task A_row_opens_in_the_drawer_Back_closes_it_and_the_focus_returns()
    {
        await using var window = await OpenLiveAsync("/live?show=all");
        var page = window.Page;
        var row = window.Rows.Nth(3);
        await Expect(row).ToBeVisibleAsync();
        await row.ClickAsync();
        var drawer = page.Locator("dialog.drawer");
        await Expect(drawer).ToBeVisibleAsync();
        await Expect(drawer.Locator(".timeline li").First).ToContainTextAsync("Created");
        var id = new Uri(page.Url).Query.Split("tx=")[1];
        await Expect(drawer).ToContainTextAsync(id);
        // It follows the transaction to its end.
        await Expect(drawer.Locator(".tx-head .pill.ok, .tx-head .pill.bad").First).ToBeVisibleAsync();

        await page.GoBackAsync();

        await Expect(drawer).ToBeHiddenAsync();
        (await page.EvaluateAsync<string>("() => document.activeElement.dataset.id")).ShouldBe(id);
        page.Url.ShouldEndWith("/live?show=all");
    }

    [Fact]
    public async Task The_table_and_the_pages_work_by_keyboard_alone()
    {
        await using var window = await OpenLiveAsync();
        var page = window.Page;
        await Expect(window.Rows.Nth(8)).ToBeVisibleAsync();
        await window.Rows.First.FocusAsync();
        var ids = await window.RowIdsAsync();
        for (var i = 0; i < 3; i++) await page.Keyboard.PressAsync("ArrowDown");
        (await page.EvaluateAsync<string>("() => document.activeElement.dataset.id")).ShouldBe(ids[3]);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("dialog.drawer")).ToContainTextAsync(ids[3]);
        await page.Keyboard.PressAsync("]");
        await Expect(page.Locator("dialog.drawer")).ToContainTextAsync(ids[4]);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("dialog.drawer")).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("h");

        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "History", Level = 1 })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("dialog.modal[open]")).ToContainTextAsync("Keyboard");
    }

    [GeneratedRegex("Resume · .* held")]
    private static partial Regex Held();

    [GeneratedRegex("/(api|hubs)/")]
    private static partial Regex ServerCalls();

    [GeneratedRegex("^[1-9]")]
    private static partial Regex AboveZero();

    [GeneratedRegex("(3\\d|[4-9]\\d|\\d{3,}) held")]
    private static partial Regex AtLeastThirty();

    [GeneratedRegex("\\d\\d new")]
    private static partial Regex TwoDigits();
}
