using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Dashboard.PageTests.Common.Browser))]
// Each test has a browser and a whole program to itself; several at a time would measure each other.
[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]

namespace Dashboard.PageTests.Common;

/// <summary>A test of the page against the whole program on a real port.</summary>
public abstract class PageTest(Browser browser) : IDisposable
{
    private readonly TemporaryStore _store = new();
    private DashboardHost? _host;

    protected Browser Browser { get; } = browser;

    internal DashboardHost Host => _host ??= new DashboardHost(_store, Settings, Replace);

    protected virtual Dictionary<string, string?> Settings => new() { ["Simulator:Seed"] = "7" };

    protected virtual Action<IServiceCollection>? Replace => null;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _host?.Dispose();
        _store.Dispose();
    }

    protected Uri At(string path) => new(Host.Address, path);

    /// <summary>Opens a view with the simulator running, and waits until it is live.</summary>
    protected async Task<Window> OpenLiveAsync(string path = "/live", int transactionsPerSecond = 20, BrowserNewContextOptions? options = null)
    {
        var window = await Browser.OpenAsync(options);
        await Host.SetSimulatorAsync(enabled: true, transactionsPerSecond);
        await window.GoAsync(At(path));
        await window.ExpectStateAsync("live");
        return window;
    }
}
