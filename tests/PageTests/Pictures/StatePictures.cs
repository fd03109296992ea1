using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Pictures;

/// <summary>A picture of every state that the page can be in, for judging it by eye. What each shows is tested by the others.</summary>
public sealed class StatePictures(Browser browser) : IDisposable
{
    internal const string Switch = "DASHBOARD_TEST_STATES";

    // As much as the charts show.
    private static readonly TimeSpan Past = TimeSpan.FromMinutes(5.2);

    // A third longer, as other languages are; figures and rows stay what they are.
    private const string Lengthen =
        """
        () => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const texts = [];
          while (walker.nextNode()) texts.push(walker.currentNode);
          for (const text of texts)
            if (/[A-Za-z]{3,}/.test(text.textContent) && !text.parentElement.closest('.grid td, script, style'))
              text.textContent += 'ößü'.repeat(Math.ceil(text.textContent.length / 10));
        }
        """;

    private readonly TemporaryStore _store = new();
    private readonly TemporaryStore _empty = new();
    private readonly string? _folder = Environment.GetEnvironmentVariable(Switch);
    private readonly Uri _address = new($"http://127.0.0.1:{ChildProgram.FreePort()}");

    public void Dispose()
    {
        _store.Dispose();
        _empty.Dispose();
    }

    [Fact]
    public async Task Every_state_as_it_looks()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(_folder), $"Takes six minutes and writes files: set {Switch} to a folder.");
        using var program = new ChildProgram(
            _store, "Production", $"--urls={_address}", "--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=40",
                "--Simulator:Seed=7");
        await program.WaitForLineAsync("Application started");
        await ShootFirstStartAsync();
        using (var feed = new HttpClient { BaseAddress = _address })
            foreach (var account in (string[])["ACC-1", "ACC-2", "ACC-3"])
                await feed.PostAsJsonAsync("/api/v1/transactions", new { source = "pos", account, amount = 5_000, currency = "EUR" });
        using (var timer = new PeriodicTimer(Past, TimeProvider.System)) await timer.WaitForNextTickAsync();

        await using var dark = await OpenAsync(ColorScheme.Dark, 1440, 900);
        await ShootAsync(dark, "dark");
        await using var large = await OpenAsync(ColorScheme.Dark, 1920, 1080);
        await ShootAsync(large, "dark-1920");
        await using var light = await OpenAsync(ColorScheme.Light, 1440, 900);
        await ShootAsync(light, "light");
        await light.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(light.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("held") })).ToContainTextAsync(
            new System.Text.RegularExpressions.Regex(@"\d{2,} held"));
        await ShootAsync(light, "paused");
        await light.Page.PdfAsync(new() { Path = Path.Combine(_folder!, "print.pdf"), Format = "A4" });
        await ViewAsync(light, "/live?state=failed&q=nobody", "filtered-empty");
        await ViewAsync(light, "/history?from=now-24h&state=failed", "history");
        await ViewAsync(light, "/alerts", "alerts");
        await ViewAsync(light, "/simulator", "simulator");
        await ViewAsync(light, "/replay", "replay");
        await ViewAsync(light, "/settings", "settings");

        await dark.Page.Locator(".grid tr[data-id]:has(.pill.warn)").First.ClickAsync();
        await Expect(dark.Page.Locator("dialog.drawer .timeline")).ToBeVisibleAsync();
        await ShootAsync(dark, "drawer");
        await dark.Page.Keyboard.PressAsync("Escape");

        await ShootLoadingAsync();
        await using var pointed = await OpenAsync(ColorScheme.Light, 1440, 900);
        await pointed.Page.Keyboard.PressAsync("Space");
        await pointed.Rows.Nth(2).HoverAsync();
        await ShootAsync(pointed, "hover");
        await pointed.Rows.First.FocusAsync();
        await pointed.Page.Keyboard.PressAsync("ArrowDown");
        await ShootAsync(pointed, "focus");
        foreach (var view in (string[])["live", "history", "alerts", "simulator", "replay", "settings"])
        {
            await ViewAsync(pointed, "/" + view);
            await pointed.Page.EvaluateAsync(Lengthen);
            await ShootAsync(pointed, "long-" + view);
        }

        await using var phone = await OpenAsync(ColorScheme.Light, 390, 844, isPhone: true);
        await ShootAsync(phone, "phone");
        await ViewAsync(phone, "/history?from=now-24h&state=failed", "phone-history");
        await phone.Rows.First.ClickAsync();
        await Expect(phone.Page.Locator("dialog.drawer .timeline")).ToBeVisibleAsync();
        await ShootAsync(phone, "phone-drawer");
        await ViewAsync(phone, "/alerts", "phone-alerts");
        await ViewAsync(phone, "/replay", "phone-replay");

        // The live view shows the alert itself.
        await ViewAsync(dark, "/history");
        using (var client = new HttpClient { BaseAddress = _address })
            (await client.PostAsJsonAsync("/api/v1/transactions",
                new { source = "pos", account = "ACC-CRITICAL", amount = 999_999_999, currency = "EUR" })).StatusCode.ShouldBe(
                HttpStatusCode.Accepted);
        await Expect(dark.Page.Locator(".toast")).ToBeVisibleAsync();
        await ShootAsync(dark, "critical");
        await ViewAsync(dark, "/live");

        program.Freeze();
        await dark.ExpectStateAsync("stale");
        await ShootAsync(dark, "stale");
        program.Thaw();
        await dark.ExpectStateAsync("live");
        program.Kill();
        await dark.ExpectStateAsync("reconnecting");
        await ShootAsync(dark, "reconnecting");
        await dark.Context.SetOfflineAsync(true);
        await dark.ExpectStateAsync("offline");
        await ShootAsync(dark, "offline");
    }

    // Nothing is answered: what is asked for early, too.
    private async Task ShootLoadingAsync()
    {
        await using var window = await browser.OpenAsync(new() { ColorScheme = ColorScheme.Dark });
        await window.Page.RouteAsync(new System.Text.RegularExpressions.Regex("/(api|hubs)/"), _ => Task.CompletedTask);
        await window.Page.GotoAsync(new Uri(_address, "/live").ToString());
        await Expect(window.Page.GetByText("Loading the newest transactions")).ToBeVisibleAsync();
        await ShootAsync(window, "loading");
    }

    private async Task ShootFirstStartAsync()
    {
        var address = new Uri($"http://127.0.0.1:{ChildProgram.FreePort()}");
        using var program = new ChildProgram(_empty, "Production", $"--urls={address}");
        await program.WaitForLineAsync("Application started");
        await using var window = await browser.OpenAsync(new() { ColorScheme = ColorScheme.Dark });
        await window.GoAsync(new Uri(address, "/live"));
        await Expect(window.Page.GetByText("Waiting for the first transaction")).ToBeVisibleAsync();
        await ShootAsync(window, "first-start");
        program.Kill();
    }

    private async Task<Window> OpenAsync(ColorScheme theme, int width, int height, bool isPhone = false)
    {
        var window = await browser.OpenAsync(new()
        {
            ColorScheme = theme,
            ViewportSize = new() { Width = width, Height = height },
            IsMobile = isPhone,
            HasTouch = isPhone,
            DeviceScaleFactor = isPhone ? 2 : 1,
        });
        await ViewAsync(window, "/live");
        await Expect(window.Rows.First).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".tray-list li").First).ToBeVisibleAsync();
        return window;
    }

    private async Task ViewAsync(Window window, string path, string? name = null)
    {
        await window.GoAsync(new Uri(_address, path));
        await window.ExpectStateAsync("live");
        await Expect(window.Page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
        if (name is not null) await ShootAsync(window, name);
    }

    private async Task ShootAsync(Window window, string name)
    {
        await window.Page.EvaluateAsync("() => Promise.all(document.getAnimations().map(a => a.finished))");
        await window.Page.ScreenshotAsync(new() { Path = Path.Combine(_folder!, name + ".png") });
    }
}
