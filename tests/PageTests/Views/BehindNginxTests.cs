using Microsoft.Playwright;

namespace Dashboard.PageTests.Views;

/// <summary>The page below the path of a proxy, with TLS that ends there.</summary>
public sealed class BehindNginxTests(Browser browser) : PageTest(browser)
{
    protected override Dictionary<string, string?> Settings => new() { ["Server:TrustedProxies:0"] = "127.0.0.1" };

    [Fact]
    public async Task Every_view_its_data_and_the_hub_are_below_the_path()
    {
        using var proxy = await NginxProxy.StartAsync(Host.Address);
        await Host.SetSimulatorAsync(enabled: true, transactionsPerSecond: 20);
        await using var window = await Browser.OpenAsync(new() { IgnoreHTTPSErrors = true });
        var outside = new List<string>();
        window.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(proxy.Address.AbsoluteUri, StringComparison.Ordinal)) outside.Add(request.Url);
        };

        await window.GoAsync(proxy.Address);
        await window.ExpectStateAsync("live");
        await Assertions.Expect(window.Rows.First).ToBeVisibleAsync();
        new Uri(window.Page.Url).AbsolutePath.ShouldBe("/payments/live");

        await window.Page.GetByRole(AriaRole.Navigation).GetByText("History").ClickAsync();
        await Assertions.Expect(window.Rows.First).ToBeVisibleAsync();
        new Uri(window.Page.Url).AbsolutePath.ShouldBe("/payments/history");
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Rows.First).ToBeVisibleAsync();
        var id = (await window.RowIdsAsync())[0];

        await window.GoAsync(new Uri(proxy.Address, "tx/" + id));
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Transaction");
        await window.Page.GoBackAsync();
        new Uri(window.Page.Url).AbsolutePath.ShouldBe("/payments/history");

        outside.ShouldBeEmpty();
        window.Complaints.ShouldBeEmpty();
    }
}
