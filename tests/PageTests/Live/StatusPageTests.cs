using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Application.Alerts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Live;

/// <summary>Whoever looks at the live view sees whether anything is wrong, what explains it, and the payments.</summary>
public sealed partial class StatusPageTests(Browser browser) : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_failing_source_is_named_and_explained_and_its_rows_are_one_click_away()
    {
        await FailingSource.StorePastAsync(_store);
        await using var host = await DashboardHost.StartAsync(_store);
        await using var window = await browser.OpenAsync();
        var page = window.Page;
        var status = page.Locator(".status");
        await window.GoAsync(new Uri(host.Address, "/live"));
        await Expect(status).ToHaveAttributeAsync("data-level", "Calm");
        await Expect(status).ToContainTextAsync(Calm());
        await Expect(page.Locator(".change")).ToHaveCountAsync(0);

        var failed = 0;
        await Poll.UntilAsync(
            async () =>
            {
                await host.IngestAsync(FailingSource.Eight());
                failed += 2;
                return await status.TextContentAsync();
            },
            text => text!.Contains(FailingSource.Name, StringComparison.Ordinal));

        await Expect(status).ToHaveAttributeAsync("data-level", "Critical");
        await Expect(status).ToContainTextAsync(Failing());
        var first = page.Locator(".change tbody tr").First;
        await Expect(first).ToContainTextAsync(FailingSource.Name);
        await Expect(first.Locator("b")).ToHaveTextAsync("100 %");
        await Expect(page.Locator(".change")).ToContainTextAsync("Reasons: 100 % issuer timeout");
        await Expect(page.Locator("#chart-failures .legend")).ToContainTextAsync("issuer timeout");

        // The alert counts on every five seconds. Then the link has the receipt of the newest.
        var alert = (await Poll.UntilAsync(
            () => host.GetAsync<AlertPage>("/api/v1/alerts"), p => p.Items is [var one] && one.Count == failed)).Items[0];
        var last = DateTimeOffset.FromUnixTimeMilliseconds(alert.LastReceivedAt.ToUnixTimeMilliseconds() + 1);
        var rows = status.GetByRole(AriaRole.Link, new() { Name = "Rows" });
        await Expect(rows).ToHaveAttributeAsync(
            "href", new Regex(last.ToString("HH'%3A'mm'%3A'ss.fff", CultureInfo.InvariantCulture)));
        await rows.ClickAsync();
        await ExpectRowsAsync(window, failed);

        // A line of the panel leads to as many rows as it says.
        await page.GoBackAsync();
        await Expect(first).ToContainTextAsync(FailingSource.Name);
        var told = int.Parse((await first.Locator("td").Nth(1).TextContentAsync())!.Split(' ')[0], CultureInfo.InvariantCulture);
        await first.GetByRole(AriaRole.Link).ClickAsync();
        told.ShouldBeGreaterThan(5);
        await ExpectRowsAsync(window, told);
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_not_calm_while_something_critical_waits_and_says_when_that_was_taken()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        await using var window = await browser.OpenAsync();
        var status = window.Page.Locator(".status");
        await window.GoAsync(new Uri(host.Address, "/live"));
        await Expect(status).ToHaveAttributeAsync("data-level", "Unknown");
        await Expect(status).ToContainTextAsync("What is usual is not known yet.", new() { IgnoreCase = true });

        await host.IngestAsync(TestData.Item(amount: 5_000, account: "BIG-1"));

        await Expect(status).ToHaveAttributeAsync("data-level", "Critical");
        await Expect(status).ToContainTextAsync("BIG-1: ");
        await status.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(status.GetByRole(AriaRole.Button)).ToHaveTextAsync("Acknowledged");
        var alert = (await Poll.UntilAsync(
            () => host.GetAsync<AlertPage>("/api/v1/alerts?status=Acknowledged"), p => p.Items.Count == 1)).Items[0];
        (await host.Client.PostAsync(new Uri($"/api/v1/alerts/{alert.Id}/resolve", UriKind.Relative), null)).EnsureSuccessStatusCode();
        await Expect(status).ToHaveAttributeAsync("data-level", "Unknown");
        await Expect(status).Not.ToContainTextAsync("BIG-1");
    }

    [Fact]
    public async Task A_span_that_is_dragged_on_a_chart_is_explained_until_it_is_closed()
    {
        await FailingSource.StorePastAsync(_store);
        await using var host = await DashboardHost.StartAsync(_store);
        await using var window = await browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(new Uri(host.Address, "/live?range=1h"));
        var box = (await page.Locator("#chart-failures .u-over").BoundingBoxAsync())!;
        var middle = box.Y + box.Height / 2;

        await page.Mouse.MoveAsync(box.X + box.Width * 0.86f, middle);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width * 0.93f, middle, new() { Steps = 5 });
        await page.Mouse.UpAsync();

        await Expect(page).ToHaveURLAsync(new Regex("span=2"));
        var panel = page.Locator(".change");
        await Expect(panel).ToContainTextAsync("compared with the hour before");
        await Expect(panel.Locator("tbody tr").First).ToContainTextAsync(" of ");
        var span = new Uri(page.Url).Query.Split("span=")[1].Split(',');
        var link = (await panel.GetByRole(AriaRole.Link, new() { Name = "Open in History" }).GetAttributeAsync("href"))!;
        Instant(Regex.Match(link, "from=([^&]+)").Groups[1].Value).ShouldBe(Instant(span[0]));
        Instant(Regex.Match(link, "to=([^&]+)").Groups[1].Value).ShouldBe(Instant(span[1]));
        // Whole buckets of a minute.
        (Instant(span[1]) - Instant(span[0])).TotalSeconds.ShouldBeInRange(180, 420);
        Instant(span[0]).Second.ShouldBe(0);

        await page.ReloadAsync();
        await Expect(panel).ToContainTextAsync("compared with the hour before");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(page.Locator(".sources")).ToBeVisibleAsync();
        page.Url.ShouldEndWith("/live?range=1h");
    }

    [Fact]
    public async Task On_a_phone_the_status_comes_first_and_the_charts_come_last()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        await using var window = await browser.OpenAsync(
            new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true });
        await window.GoAsync(new Uri(host.Address, "/live"));
        await window.ExpectStateAsync("live");

        var tops = await window.Page.EvaluateAsync<double[]>(
            "() => ['.status', '.tray', '.tiles', '.tail', '.charts'].map(s => document.querySelector(s).getBoundingClientRect().top)");
        tops.ShouldBe(tops.Order());
        tops[1].ShouldBeLessThan(844);
        (await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBe(390);
    }

    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(1280, 720)]
    public async Task On_the_wall_there_is_only_the_status_with_two_charts_and_the_alerts(int width, int height)
    {
        await using var host = await DashboardHost.StartAsync(_store);
        await host.IngestAsync([.. Enumerable.Range(0, 20).Select(i => TestData.Item(amount: 5_000, account: "BIG-" + i))]);
        await using var window = await browser.OpenAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        var page = window.Page;
        await window.GoAsync(new Uri(host.Address, "/live?wall"));
        await window.ExpectStateAsync("live");

        await Expect(page.Locator(".chart canvas")).ToHaveCountAsync(2);
        await Expect(page.Locator(".tray-list li").First).ToBeVisibleAsync();
        await Expect(page.Locator("header.top")).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight")).ShouldBeLessThanOrEqualTo(height);
        (await page.Locator(".sentence").EvaluateAsync<double>("e => parseFloat(getComputedStyle(e).fontSize)")).ShouldBeGreaterThan(22);

        // It goes on without anybody, and says so when it cannot.
        await host.DisposeAsync();
        await Expect(page.Locator("#main")).ToHaveClassAsync("old");
        await Expect(page.Locator(".status")).ToContainTextAsync("The state of the payments is not known.");
        (await page.Locator(".charts").EvaluateAsync<double>("e => Number(getComputedStyle(e).opacity)")).ShouldBeLessThan(0.6);
    }

    private static async Task ExpectRowsAsync(Window window, int count)
    {
        const int Page = 100;
        for (var loaded = Page; loaded < count; loaded += Page)
        {
            await Expect(window.Page.Locator(".more")).ToContainTextAsync($"{loaded} loaded");
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Load 100 more" }).ClickAsync();
        }

        await Expect(window.Page.Locator(".more")).ToContainTextAsync($"{count} loaded, no more");
        (await window.Rows.Locator(".k-source").AllTextContentsAsync()).ShouldAllBe(source => source == FailingSource.Name);
        (await window.Rows.Locator(".k-state").AllTextContentsAsync()).ShouldAllBe(state => state.StartsWith("Failed"));
    }

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(Uri.UnescapeDataString(text), CultureInfo.InvariantCulture);

    [GeneratedRegex("Normal since \\d\\d:\\d\\d:\\d\\d\\. .*, usually 9\\d(\\.\\d)?–")]
    private static partial Regex Calm();

    [GeneratedRegex("acquirer-b: 100 % of \\d+ failed since \\d\\d:\\d\\d:\\d\\d · usually .* · 100 % issuer timeout · all others normal")]
    private static partial Regex Failing();
}
