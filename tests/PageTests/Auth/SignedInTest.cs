using Dashboard.Application.Alerts;
using Dashboard.Domain.Alerts;
using Dashboard.Testing.Provider;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Dashboard.PageTests.Auth;

/// <summary>A test of the page whose viewers sign in at a provider.</summary>
public abstract class SignedInTest(Browser browser) : OidcTest
{
    protected Browser Browser { get; } = browser;

    protected override Dictionary<string, string?> Settings =>
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    protected Uri At(string path) => new(Host.Address, path);

    /// <summary>Opens a view in a window without a past: the provider asks who is there, and the person says so.</summary>
    protected async Task<Window> OpenAsync(Person person, string path, BrowserNewContextOptions? options = null)
    {
        var window = await Browser.OpenAsync(options);
        await window.Page.GotoAsync(At(path).ToString());
        await EnterAsync(window, person);
        return window;
    }

    /// <summary>Fills the form of the provider.</summary>
    protected static async Task EnterAsync(Window window, Person person)
    {
        await window.Page.GetByLabel("Login").FillAsync(person.Login);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.SkipWithoutPageAsync();
    }

    /// <summary>A new alert, once it is stored.</summary>
    protected async Task<AlertDto> RaiseAlertAsync(string account)
    {
        await Host.IngestAsync(TestData.Item(amount: 5_000, account: account));
        return await FindAlertAsync(account, AlertStatus.Open);
    }

    protected async Task<AlertDto> FindAlertAsync(string account, AlertStatus status)
    {
        var list = new ListAlerts(new AlertFilter(), Before: null, Limit: 100);
        return (await Poll.UntilAsync(
            async () => (await Host.Services.GetRequiredService<IMediator>().Send(list)).Items
                .FirstOrDefault(a => a.Subject == account && a.Status == status),
            alert => alert is not null))!;
    }
}
