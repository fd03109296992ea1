using Dashboard.Testing.Provider;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Auth;

/// <summary>The sign-in below the path of a proxy, with TLS that ends there.</summary>
public sealed class SignInBehindNginxTests(Browser browser) : SignedInTest(browser)
{
    protected override Dictionary<string, string?> Settings => new() { ["Server:TrustedProxies:0"] = "127.0.0.1" };

    [Fact]
    public async Task The_sign_in_and_the_sign_out_keep_to_https_and_the_path()
    {
        using var proxy = await NginxProxy.StartAsync(Host.Address);
        await using var window = await Browser.OpenAsync(new() { IgnoreHTTPSErrors = true });
        var page = window.Page;
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync(new Uri(proxy.Address, "history?state=failed").ToString());
        await EnterAsync(window, Person.Viewer);

        await Expect(page.Locator(".account .name")).ToHaveTextAsync(Person.Viewer.Name);
        page.Url.ShouldBe(new Uri(proxy.Address, "history?state=failed").ToString());
        await window.ExpectStateAsync("live");
        asked.ShouldContain(url => url.StartsWith(new Uri(proxy.Address, "auth/callback?").ToString(), StringComparison.Ordinal));
        var session = (await window.Context.CookiesAsync()).Single(c => c.Name == "dashboard.session");
        (session.Secure, session.HttpOnly, session.SameSite, session.Path).ShouldBe((true, true, SameSiteAttribute.Lax, "/payments"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();
        await Expect(page.GetByLabel("Login")).ToBeVisibleAsync();
        asked.ShouldContain(url => url.StartsWith(new Uri(proxy.Address, "auth/signed-out?").ToString(), StringComparison.Ordinal));
        asked.ShouldNotContain(url => url.StartsWith(Host.Address.ToString(), StringComparison.Ordinal));
    }
}
