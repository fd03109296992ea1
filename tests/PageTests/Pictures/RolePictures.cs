using Dashboard.PageTests.Auth;
using Dashboard.Testing.Provider;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Pictures;

/// <summary>A picture of the page of each role, for judging it by eye. What each shows is tested by the others.</summary>
public sealed class RolePictures(Browser browser) : SignedInTest(browser)
{
    private readonly string? _folder = Environment.GetEnvironmentVariable(StatePictures.Switch);

    protected override Dictionary<string, string?> Settings =>
        new() { ["Simulator:Enabled"] = "true", ["Simulator:TransactionsPerSecond"] = "40", ["Simulator:Seed"] = "7" };

    [Theory]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Light)]
    public async Task The_page_of_each_role_as_it_looks(int width, ColorScheme theme)
    {
        Assert.SkipWhen(string.IsNullOrEmpty(_folder), $"Writes files: set {StatePictures.Switch} to a folder.");
        await RaiseAlertAsync("ACC-CRITICAL");
        await MakeKeysAsync();
        foreach (var (person, paths) in ((Person, string[])[])[
            (Person.Viewer, ["/live", "/alerts", "/history", "/simulator", "/settings"]), (Person.Analyst, ["/live", "/alerts"]),
            (Person.Operator, ["/simulator", "/replay"]), (Person.Admin, ["/settings", "/keys", "/audit"]), (Person.Auditor, ["/audit"]),
            (Person.Stranger, ["/live"])])
        {
            await using var window = await OpenAsync(person, "/settings", new()
            {
                ColorScheme = theme,
                ViewportSize = new() { Width = width, Height = width < 640 ? 844 : 900 },
                IsMobile = width < 640,
                HasTouch = width < 640,
            });
            foreach (var path in paths)
            {
                await window.GoAsync(At(path));
                await Expect(window.Page.Locator(".account")).ToBeVisibleAsync();
                if (person != Person.Stranger) await window.ExpectStateAsync("live");
                if (path is "/live" or "/history" && person != Person.Stranger) await Expect(window.Rows.First).ToBeVisibleAsync();
                if (path is "/keys" or "/audit") await Expect(window.Page.Locator("main tbody tr").First).ToBeVisibleAsync();
                await ShootAsync(window, $"{person.Login}-{path[1..]}-{width}-{theme}");
            }

            if (person != Person.Viewer) continue;
            // Back in time afterwards, for the people who follow.
            Clock.Advance(TimeSpan.FromHours(9));
            await window.Page.GetByRole(AriaRole.Link, new() { Name = "Alerts" }).ClickAsync();
            await Expect(window.Page.Locator(".strip")).ToContainTextAsync("Your sign-in has ended");
            await ShootAsync(window, $"ended-{width}-{theme}");
            Clock.Advance(TimeSpan.FromHours(-9));
        }
    }

    private async Task MakeKeysAsync()
    {
        using var admin = await SignInAsync(Person.Admin);
        foreach (var (name, role) in ((string, string)[])[("Checkout of the web shop, Frankfurt", "Feed"), ("wall screen", "Viewer")])
        {
            using var made = await admin.PostAsync(
                "/api/v1/keys", new { name, roles = (string[])[role], sources = role == "Feed" ? (string[])["shop", "pos"] : [] });
            made.EnsureSuccessStatusCode();
        }

        using var refused = await admin.PostAsync("/api/v1/alerts/0000000000000/acknowledge");
    }

    private async Task ShootAsync(Window window, string name)
    {
        await window.Page.EvaluateAsync("() => Promise.all(document.getAnimations().map(a => a.finished))");
        await window.Page.ScreenshotAsync(new() { Path = Path.Combine(_folder!, name + ".png"), FullPage = true });
    }
}
