using System.Net;
using Dashboard.Testing.Provider;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Auth;

public sealed class KeyPageTests(Browser browser) : SignedInTest(browser)
{
    [Fact]
    public async Task An_administrator_makes_a_key_sees_its_secret_once_and_revokes_it_while_it_is_used()
    {
        await using var window = await OpenAsync(Person.Admin, "/settings");
        var page = window.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Keys" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("There are no keys.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        await Expect(page.Locator("#key-name-error")).ToBeVisibleAsync();
        await page.GetByLabel("Name").FillAsync("wall screen");
        await page.GetByLabel("Role").SelectOptionAsync("Viewer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();

        var secret = await page.Locator(".secret").InnerTextAsync();
        var row = page.Locator("main tbody tr", new() { HasText = "wall screen" });
        await Expect(row).ToContainTextAsync("usable");
        await Expect(row).ToContainTextAsync(Person.Admin.Name);
        await using var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(Host.Address, "/hubs/dashboard"), o => o.Headers["X-Api-Key"] = secret).Build();
        var closed = new TaskCompletionSource();
        connection.Closed += _ => Task.FromResult(closed.TrySetResult());
        await connection.StartAsync();

        await page.ReloadAsync();
        await Expect(row).ToBeVisibleAsync();
        (await page.ContentAsync()).ShouldNotContain(secret);
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke wall screen" }).ClickAsync();

        await Expect(row).ToContainTextAsync("revoked by " + Person.Admin.Name);
        await closed.Task.InTimeAsync();
        using var call = new HttpRequestMessage(HttpMethod.Get, "/api/v1/metrics");
        call.Headers.Add("X-Api-Key", secret);
        using var answer = await Host.Client.SendAsync(call);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
