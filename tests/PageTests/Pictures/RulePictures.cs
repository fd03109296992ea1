using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Pictures;

/// <summary>A picture of each state of the rules, for judging it by eye. What each shows is tested by the others.</summary>
public sealed class RulePictures(Browser browser) : PageTest(browser)
{
    private readonly string? _folder = Environment.GetEnvironmentVariable(StatePictures.Switch);

    protected override Dictionary<string, string?> Settings =>
        new() { ["Simulator:Seed"] = "7", ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    [Fact]
    public async Task The_rules_as_they_look()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(_folder), $"Writes files: set {StatePictures.Switch} to a folder.");
        var flagged = await PrepareAsync();
        foreach (var (width, theme) in ((int, ColorScheme)[])[
            (1440, ColorScheme.Dark), (1440, ColorScheme.Light), (1024, ColorScheme.Light), (390, ColorScheme.Light),
            (390, ColorScheme.Dark)])
        {
            await using var window = await Browser.OpenAsync(new()
            {
                ColorScheme = theme,
                ViewportSize = new() { Width = width, Height = width < 640 ? 844 : 900 },
                IsMobile = width < 640,
                HasTouch = width < 640,
                ReducedMotion = ReducedMotion.Reduce,
            });
            var (page, at) = (window.Page, $"{width}-{theme}");
            await window.GoAsync(At("/rules"));
            await Expect(page.Locator(".sparkline").First).ToBeVisibleAsync();
            await ShootAsync(window, $"rules-{at}");
            await window.GoAsync(At("/rules?view=new&text=amuont >= 100 EUR and count per acount over 10m > 5"));
            await Expect(page.Locator(".rule-errors .error-text")).ToHaveCountAsync(2);
            await ShootAsync(window, $"rule-errors-{at}");
            await page.Locator("#rule-text").FillAsync("amount >= 5 EUR and cou");
            await page.Locator("#rule-text").PressAsync("Control+Space");
            await Expect(page.Locator("[role=listbox]")).ToBeVisibleAsync();
            await ShootAsync(window, $"rule-words-{at}");
            await window.GoAsync(At("/rules/many_payments"));
            await Expect(page.Locator(".curve")).ToBeVisibleAsync();
            await Expect(page.Locator(".side td").First).ToBeVisibleAsync();
            await ShootAsync(window, $"rule-{at}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Roll out: version 2" }).ClickAsync();
            await Expect(page.Locator("dialog.modal[open]")).ToBeVisibleAsync();
            await ShootAsync(window, $"rule-step-{at}", full: false);
            await window.GoAsync(At("/live?tx=" + flagged));
            await Expect(page.Locator(".why-flagged .values").First).ToBeVisibleAsync();
            await Expect(page.Locator(".label-form")).ToBeVisibleAsync();
            await ShootAsync(window, $"rule-drawer-{at}", full: false);
            await page.GetByText("Try a rule on this transaction").ClickAsync();
            await page.Locator(".trial select").SelectOptionAsync("many_payments");
            await page.Locator(".trial .btn[aria-disabled=false]").ClickAsync();
            await Expect(page.Locator(".parts")).ToBeVisibleAsync();
            await page.Locator(".parts").ScrollIntoViewIfNeededAsync();
            await ShootAsync(window, $"rule-trial-{at}", full: false);
            await window.GoAsync(At("/history?rule=many_payments"));
            await window.Rows.First.FocusAsync();
            await Expect(page.Locator(".flag-tip")).ToBeVisibleAsync();
            await ShootAsync(window, $"rule-tip-{at}", full: false);
            await window.GoAsync(At("/rules?view=new&text=count per account over 10m > 5 and source in (\"pos\") and amount >= 1 EUR"));
            await page.GetByRole(AriaRole.Button, new() { Name = "Form" }).ClickAsync();
            await Expect(page.Locator(".condition").First).ToBeVisibleAsync();
            await ShootAsync(window, $"rule-form-{at}", full: false);
        }
    }

    // Two versions, labels, and a payment that is flagged; gives its id.
    private async Task<string> PrepareAsync()
    {
        await PostAsync("rules", new
        {
            name = "many_payments",
            expression = "count per account over 10m > 5 and amount >= 1 EUR",
            description = "Many payments of an account in a short time",
            reason = "the burst of 14 November",
            by = "Ada",
        });
        foreach (var state in (string[])["Shadow", "Live"])
            await PostAsync("rules/many_payments/state", new { state, reason = "looked good", by = "Ada", expectedShare = 1 });
        using var changed = new HttpRequestMessage(HttpMethod.Put, "/api/v1/rules/many_payments")
        {
            Content = JsonContent.Create(new
            {
                expression = "count per account over 10m > 7 and amount >= 1 EUR",
                reason = "too many in the evening",
                by = "Grace",
            }),
            Headers = { { "If-Match", "*" } },
        };
        (await Host.Client.SendAsync(changed)).EnsureSuccessStatusCode();
        await PostAsync("rules/many_payments/state", new { state = "Shadow", reason = "compare", by = "Grace" });
        await Host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 200);
        await Host.WaitForAsync(m => m.Flow.Completed > 3_000);
        await Host.SetSimulatorAsync(enabled: false, transactionsPerSecond: 0);
        for (var i = 0; i < 9; i++) await Host.IngestAsync(TestData.Item(amount: 1_200 + i, account: "ACC-BURST"));
        await Host.WaitUntilIdleAsync();
        var flagged = (await Poll.UntilAsync(
            () => Host.HistoryAsync("&flag=many_payments&account=ACC-BURST"), found => found.Count > 0))[0];
        var label = new { label = "Fraud", by = "Ada", note = "chargeback" };
        (await Host.Client.PutAsJsonAsync($"/api/v1/transactions/{flagged.Id}/label", label)).EnsureSuccessStatusCode();
        return flagged.Id;
    }

    private async Task PostAsync(string call, object body) =>
        (await Host.Client.PostAsJsonAsync("/api/v1/" + call, body)).EnsureSuccessStatusCode();

    private async Task ShootAsync(Window window, string name, bool full = true) =>
        await window.Page.ScreenshotAsync(new() { Path = Path.Combine(_folder!, name + ".png"), FullPage = full });
}
