using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Views;

/// <summary>What everybody has to be able to do, whatever they see and point with.</summary>
public sealed class PeopleTests(Browser browser) : PageTest(browser)
{
    private const string Account = "ACC-LARGE";

    private readonly MovableClock _clock = new();

    public enum Hand { Mouse, Finger, Keyboard }

    protected override Action<IServiceCollection>? Replace => services => services.AddSingleton<TimeProvider>(_clock);

    [Theory]
    [InlineData(Hand.Mouse)]
    [InlineData(Hand.Finger)]
    [InlineData(Hand.Keyboard)]
    public async Task Everybody_acknowledges_an_alert_and_finds_a_failed_transaction_of_an_hour_ago(Hand hand)
    {
        var failed = await FailedAnHourAgoAsync();
        await Host.IngestAsync(TestData.Item(amount: 5_000, account: Account));
        await using var window = await Browser.OpenAsync(hand == Hand.Finger
            ? new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true, DeviceScaleFactor = 2 }
            : null);
        var page = window.Page;
        // Words and shapes have to do, in all three.
        await (await window.Context.NewCDPSessionAsync(page)).SendAsync(
            "Emulation.setEmulatedVisionDeficiency", new() { ["type"] = "achromatopsia" });
        await window.GoAsync(At("/live"));
        await window.ExpectStateAsync("live");
        var menu = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });

        await UseAsync(hand, menu.GetByRole(AriaRole.Link, new() { Name = "Alerts" }));
        var alert = page.Locator(".alert", new() { HasText = Account });
        await Expect(alert).ToContainTextAsync("Critical");
        await UseAsync(hand, alert.Locator("[data-ack]"));
        // A mouse and the keyboard are still in the list, which then stands still.
        await Expect(alert.Locator("[data-ack]:not([aria-disabled=true])")).ToHaveCountAsync(0);

        await UseAsync(hand, menu.GetByRole(AriaRole.Link, new() { Name = "History" }));
        await ChooseAsync(hand, page.GetByLabel("Range"), "now-6h");
        await UseAsync(hand, page.GetByLabel("Account"), key: null);
        await page.Keyboard.TypeAsync(failed.Account);
        await UseAsync(hand, page.GetByLabel("Failed", new() { Exact = true }), key: "Space");
        var row = page.Locator($".grid tr[data-id='{failed.Id}']");
        await Expect(row).ToContainTextAsync("Failed");
        await UseAsync(hand, row);

        await Expect(page.Locator("dialog.drawer")).ToContainTextAsync("Failure reason");
        (await Host.Client.GetStringAsync("/api/v1/alerts?status=Acknowledged")).ShouldContain(Account);
    }

    // The only one of its account, so that it is the first of what is found.
    private async Task<Application.History.TransactionDto> FailedAnHourAgoAsync()
    {
        var past = TimeSpan.FromMinutes(65);
        _clock.Advance(-past);
        await Host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 200);
        await Host.WaitForAsync(m => m.Flow.Failed > 10);
        await Host.SetSimulatorAsync(enabled: false, transactionsPerSecond: 0);
        await Host.WaitForAsync(m => m.Flow is { Queued: 0, InFlight: 0 });
        _clock.Advance(past);
        return (await Host.HistoryAsync("&status=Failed")).GroupBy(t => t.Account).First(ofAccount => ofAccount.Count() == 1).Single();
    }

    private static async Task UseAsync(Hand hand, ILocator target, string? key = "Enter")
    {
        if (hand == Hand.Mouse) await target.ClickAsync();
        if (hand == Hand.Finger) await target.TapAsync();
        if (hand != Hand.Keyboard) return;
        await TabToAsync(target);
        if (key is not null) await target.Page.Keyboard.PressAsync(key);
    }

    private static async Task ChooseAsync(Hand hand, ILocator list, string value)
    {
        if (hand != Hand.Keyboard)
        {
            await list.SelectOptionAsync(value);
            return;
        }

        await TabToAsync(list);
        while (await list.InputValueAsync() != value) await list.Page.Keyboard.PressAsync("ArrowDown");
    }

    private static async Task TabToAsync(ILocator target)
    {
        const int Stops = 200;
        await Expect(target).ToBeVisibleAsync();
        for (var i = 0; i < Stops && !await target.EvaluateAsync<bool>("e => e === document.activeElement"); i++)
            await target.Page.Keyboard.PressAsync("Tab");
        await Expect(target).ToBeFocusedAsync();
    }
}
