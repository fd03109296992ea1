using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Dashboard.PageTests.Common;

/// <summary>The Chromium of this machine, started once for all tests. Without one the tests skip and say so.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places =
        [Environment.GetEnvironmentVariable("CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // Only guards against hanging: five seconds, which is the default, are too few on a busy machine.
    private static readonly float Timeout = (float)(TestTimeout.Limit / 2).TotalMilliseconds;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string? Executable => Places.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Executable is not { } executable) return;
        Assertions.SetDefaultExpectTimeout(Timeout);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A window of its own, without a past.</summary>
    public async Task<Window> OpenAsync(BrowserNewContextOptions? options = null)
    {
        Assert.SkipWhen(_browser is null, "There is no Chromium here: install it (apt-get install chromium), or name it in CHROMIUM.");
        options ??= new();
        options.ViewportSize ??= new() { Width = 1440, Height = 900 };
        options.Locale ??= "en-GB";
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(Timeout);
        return new Window(context, await context.NewPageAsync());
    }
}

/// <summary>A page that remembers what the browser complained about.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = [];

    internal Window(IBrowserContext context, IPage page)
    {
        Context = context;
        Page = page;
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _complaints.Enqueue($"{message.Type}: {message.Text} {message.Location}");
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public ILocator Badge => Page.Locator(".conn");

    public ILocator Rows => Page.Locator(".grid tr[data-id]");

    /// <summary>What the browser wrote as an error or a warning.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    /// <summary>Opens a view; skips the test where the page was left out of the build.</summary>
    public async Task GoAsync(Uri address)
    {
        await Page.GotoAsync(address.ToString());
        await SkipWithoutPageAsync();
    }

    /// <summary>Skips the test where the page was left out of the build.</summary>
    public async Task SkipWithoutPageAsync() =>
        Assert.SkipWhen(await Page.Locator("meta[name=webui][content=missing]").CountAsync() > 0,
            "The page was left out of this build: Node.js is not installed.");

    public Task ExpectStateAsync(string state) =>
        Assertions.Expect(Badge).ToHaveAttributeAsync("data-state", state);

    public async Task<string[]> RowIdsAsync() =>
        await Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.grid tr[data-id]')].map(r => r.dataset.id)");

    public ValueTask DisposeAsync() => Context.DisposeAsync();
}
