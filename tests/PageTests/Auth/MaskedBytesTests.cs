using System.Collections.Concurrent;
using System.Text;
using Dashboard.Testing.Provider;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Auth;

/// <summary>Everything that a browser receives, searched for account numbers.</summary>
public sealed class MaskedBytesTests(Browser browser) : SignedInTest(browser)
{
    private const string Account = "DE89370400440532013000";
    private const string Later = "GB29NWBK60161331926819";

    private readonly ConcurrentQueue<Task<(string From, byte[] Bytes)>> _received = [];

    [Fact]
    public async Task A_viewer_receives_no_account_number_and_an_analyst_does()
    {
        var viewer = await ReceiveAllAsync(Person.Viewer);
        var analyst = await ReceiveAllAsync(Person.Analyst);

        foreach (var account in (string[])[Account, Later])
        {
            viewer.Where(r => Contains(r.Bytes, account)).Select(r => r.From).ShouldBeEmpty();
            // So the search finds what is there: in answers and in frames.
            analyst.ShouldContain(r => r.From != "frame" && Contains(r.Bytes, account));
        }

        viewer.ShouldContain(r => r.From == "frame" && Contains(r.Bytes, "****6819"));
        analyst.ShouldContain(r => r.From == "frame" && Contains(r.Bytes, Later));
    }

    private async Task<IReadOnlyList<(string From, byte[] Bytes)>> ReceiveAllAsync(Person person)
    {
        _received.Clear();
        var alert = await RaiseAlertAsync(Account);
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        page.Response += (_, response) => _received.Enqueue(BodyAsync(response));
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
            _received.Enqueue(Task.FromResult(("frame", frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? ""))));
        await page.GotoAsync(At("/live").ToString());
        await EnterAsync(window, person);
        await window.ExpectStateAsync("live");
        await Host.IngestAsync(TestData.Item(amount: 6_000, account: Later));
        await Expect(window.Rows.Filter(new() { HasText = Later[^4..] }).First).ToBeVisibleAsync();
        foreach (var path in (string[])["/history", "/history?account=" + Account, "/alerts", "/tx/" + alert.TransactionId])
        {
            await window.GoAsync(At(path));
            await window.ExpectStateAsync("live");
            await Expect(page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
            await Expect(page.GetByText(Account[^4..]).First).ToBeAttachedAsync();
        }

        foreach (var format in (string[])["csv", "ndjson"])
            (await page.EvaluateAsync<string>("async path => (await fetch(path)).text()", "/api/v1/transactions/export?format=" + format))
                .ShouldContain(Account[^4..]);
        return [.. await Task.WhenAll(_received)];
    }

    private static async Task<(string From, byte[] Bytes)> BodyAsync(IResponse response)
    {
        try
        {
            var headers = string.Join('\n', (await response.HeadersArrayAsync()).Select(h => h.Name + ": " + h.Value));
            return (response.Url, [.. Encoding.UTF8.GetBytes(headers), .. await response.BodyAsync()]);
        }
        catch (PlaywrightException)
        {
            // A redirect has no body, and that of an answer is gone when the browser has left the page.
            return (response.Url, []);
        }
    }

    private static bool Contains(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
