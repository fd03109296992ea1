using System.Net.Http.Json;
using Dashboard.Domain.Currencies;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Views;

public sealed class AccessibilityTests(Browser browser) : PageTest(browser)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        // Of the rules that pass it then names one element each, not thousands.
        ResultTypes = new HashSet<ResultType> { ResultType.Violations },
    };

    [Theory]
    [InlineData(ColorScheme.Dark, 1440)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task No_view_violates_the_rules(ColorScheme theme, int width)
    {
        // With alerts, so that their cards are looked at, too.
        await RaiseAlertsAsync();
        await using var window = await OpenLiveAsync(transactionsPerSecond: 50, options: new()
        {
            ColorScheme = theme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = 900 },
            Contrast = Contrast.NoPreference,
        });
        var page = window.Page;
        await Expect(page.Locator(".tray-list li").First).ToBeVisibleAsync();
        await ShouldBeCleanAsync(page, "live");

        await window.Rows.Nth(2).ClickAsync();
        await Expect(page.Locator("dialog.drawer .timeline")).ToBeVisibleAsync();
        await ShouldBeCleanAsync(page, "drawer");
        var id = new Uri(page.Url).Query[4..];

        // So that the lists of keys and of the trail have rows.
        (await Host.Client.PostAsJsonAsync("/api/v1/keys", new { name = "wall screen", roles = (string[])["Viewer"] }))
            .EnsureSuccessStatusCode();
        var account = (await Host.HistoryAsync(limit: 1))[0].Account;
        foreach (var path in (string[])["/history?state=failed&currency=EUR", "/alerts", "/rules", "/rules/high_velocity",
            "/rules?view=new&text=amuont > 5 EUR", "/simulator", "/replay", "/settings",
            "/keys", "/audit", "/tx/" + id, "/account/" + account, "/live?state=failed&q=nobody"])
        {
            await window.GoAsync(At(path));
            await window.ExpectStateAsync("live");
            await Expect(page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
            await ShouldBeCleanAsync(page, path);
            // Nothing reaches beyond the sides of the page.
            (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, path);
        }
    }

    [Fact]
    public async Task At_390_pixels_the_table_is_cards_and_what_can_be_touched_is_large_enough()
    {
        await using var window = await OpenLiveAsync(options: new()
        {
            ViewportSize = new() { Width = 390, Height = 844 },
            HasTouch = true,
            IsMobile = true,
            DeviceScaleFactor = 2
        });
        var page = window.Page;
        await Expect(window.Rows.First).ToBeVisibleAsync();

        (await window.Rows.First.EvaluateAsync<double>("e => e.getBoundingClientRect().height")).ShouldBe(56);
        var small = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('main .btn, main .seg button, nav a, main .input')].filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)
              .map(e => e.textContent + ' ' + e.getBoundingClientRect().height)
            """);
        small.ShouldBeEmpty();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBe(390);
    }

    [Theory]
    [InlineData(1920)]
    [InlineData(1024)]
    [InlineData(720)]
    [InlineData(320)]
    public async Task No_width_makes_the_page_scroll_sideways(int width)
    {
        await using var window = await OpenLiveAsync(options: new() { ViewportSize = new() { Width = width, Height = 800 } });
        // As long as values may be, twice, so that each is among the related ones of the other; the amount is flagged, too.
        var longest = TestData.Item(amount: Money.MaxMinorUnits / 100m, account: new string('W', 64)) with
        {
            Counterparty =
            new string('W', 64)
        };
        var id = (await Host.IngestAsync(longest, longest))[0].Id;
        foreach (var path in (string[])["/live", "/history", "/alerts", "/rules", "/rules/large_amount", "/simulator", "/replay",
            "/settings", "/keys", "/audit", $"/account/{longest.Account}", $"/tx/{id}", $"/live?tx={id}"])
        {
            await window.GoAsync(At(path));
            await window.ExpectStateAsync("live");
            await Expect(window.Page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
            if (path.Contains("tx", StringComparison.Ordinal))
                await Expect(window.Page.Locator(".rows a .pills")).ToContainTextAsync("Flagged");
            (await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, path);
            (await window.Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('.body.tx, .tx-page .tx')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.className)")).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task Those_who_want_less_motion_get_none()
    {
        await using var window = await OpenLiveAsync(options: new() { ReducedMotion = ReducedMotion.Reduce });
        await Expect(window.Rows.Nth(2)).ToBeVisibleAsync();

        await window.Rows.Nth(1).ClickAsync();

        await Expect(window.Page.Locator("dialog.drawer")).ToBeVisibleAsync();
        (await window.Page.EvaluateAsync<int>("() => document.getAnimations().length")).ShouldBe(0);
    }

    private static async Task ShouldBeCleanAsync(IPage page, string view)
    {
        var result = await page.RunAxe(Rules);
        result.Violations.Select(v => $"{view}: {v.Id} {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}").ShouldBeEmpty();
        result.Passes.Length.ShouldBeGreaterThan(20);
    }
}
