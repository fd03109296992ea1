using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Pictures;

/// <summary>Takes the picture of the README, and more of them on demand.</summary>
public sealed class ScreenshotTests(Browser browser) : PageTest(browser)
{
    private const string Switch = "DASHBOARD_TEST_SCREENSHOTS";

    // As much as the charts show.
    private static readonly TimeSpan Past = TimeSpan.FromMinutes(5.2);

    [Fact]
    public async Task The_live_page_as_it_looks()
    {
        var folder = Environment.GetEnvironmentVariable(Switch);
        Assert.SkipWhen(string.IsNullOrEmpty(folder),
            $"Takes five minutes and writes files: set {Switch} to a folder, docs for the picture of the README.");
        await RaiseAlertsAsync();
        await using var window = await OpenLiveAsync(transactionsPerSecond: 40,
            options: new() { ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 1440, Height = 1000 } });
        using (var timer = new PeriodicTimer(Past, TimeProvider.System)) await timer.WaitForNextTickAsync();
        await Expect(window.Page.Locator(".tray-list li").First).ToBeVisibleAsync();

        await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder!, "live.png") });

        new FileInfo(Path.Combine(folder!, "live.png")).Length.ShouldBeLessThan(300 * 1024);
    }
}
