using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Dashboard.PageTests.Common.Browser))]
// Two windows at a time would take the processor from each other on a small machine.
[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]

namespace Dashboard.PageTests.Common;

/// <summary>A test of the page against the whole program on a real port.</summary>
public abstract class PageTest(Browser browser) : HostTest
{
    protected Browser Browser { get; } = browser;

    protected override Dictionary<string, string?> Settings => new() { ["Simulator:Seed"] = "7" };

    protected Uri At(string path) => new(Host.Address, path);

    /// <summary>Raises an alert on each of a few accounts; the simulator alone raises hardly any.</summary>
    protected Task RaiseAlertsAsync() =>
        Host.IngestAsync([.. Enumerable.Range(0, 5).Select(i => TestData.Item(amount: 5_000, account: "ACC-LARGE-" + i))]);

    /// <summary>Opens a view with the simulator running, and waits until it is live.</summary>
    protected async Task<Window> OpenLiveAsync(
        string path = "/live", int transactionsPerSecond = 20, BrowserNewContextOptions? options = null)
    {
        var window = await Browser.OpenAsync(options);
        await Host.SetSimulatorAsync(enabled: true, transactionsPerSecond);
        await window.GoAsync(At(path));
        await window.ExpectStateAsync("live");
        return window;
    }
}
