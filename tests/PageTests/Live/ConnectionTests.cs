using System.Net.Http.Json;
using Dashboard.Application.History;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Live;

/// <summary>What a viewer sees when the server freezes, dies and comes back, and that nothing is missing afterwards.</summary>
public sealed class ConnectionTests(Browser browser) : IDisposable
{
    private readonly TemporaryStore _store = new();

    // A fixed port, so that the page finds the server again.
    private readonly int _port = ChildProgram.FreePort();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_killed_and_restarted_server_ends_with_the_ids_of_the_page_equal_to_those_of_the_store()
    {
        await using var window = await browser.OpenAsync();
        var page = window.Page;
        using var client = new HttpClient { BaseAddress = Address };
        using (var first = Start())
        {
            await first.WaitForLineAsync("Application started");
            await window.GoAsync(Address);
            await window.ExpectStateAsync("live");
            // Only now: a page that is opened later shows the newest transactions and not all.
            await SimulateAsync(client, isOn: true);
            await Expect(window.Rows.Nth(8)).ToBeVisibleAsync();
            first.Kill();
            await window.ExpectStateAsync("reconnecting");
            await Expect(page.Locator(".strip")).ToContainTextAsync("Connection lost at");
            await Expect(page.Locator(".tile").First).ToContainTextAsync("as of");
        }

        using var second = Start();
        await second.WaitForLineAsync("Application started");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Try now" }).ClickAsync(new() { Timeout = 5_000 })
            .ContinueWith(_ => { }, TaskScheduler.Default);
        await window.ExpectStateAsync("live");
        await Expect(window.Badge).ToContainTextAsync("0 lost");

        var before = (await window.Rows.First.GetAttributeAsync("data-id"))!;
        await SimulateAsync(client, isOn: true);
        await Expect(window.Rows.First).Not.ToHaveAttributeAsync("data-id", before);
        await SimulateAsync(client, isOn: false);
        var stored = await IdleHistoryAsync(client);
        await Expect(window.Rows.First).ToHaveAttributeAsync("data-id", stored[0].Id);
        var shown = await AllRowsAsync(window, stored.Count);
        shown.Keys.OrderDescending(StringComparer.Ordinal).ShouldBe(stored.Select(t => t.Id).Take(shown.Count));
        shown.Count.ShouldBe(stored.Count);
        foreach (var transaction in stored) shown[transaction.Id].ShouldContain(transaction.Status.ToString());
    }

    [Fact]
    public async Task A_frozen_server_is_stale_and_live_again_when_it_moves()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Freezing a process takes POSIX signals.");
        await using var window = await browser.OpenAsync();
        using var program = Start();
        await program.WaitForLineAsync("Application started");
        await window.GoAsync(Address);
        await window.ExpectStateAsync("live");

        var top = await TopOfAsync(window, ".tiles");
        program.Freeze();
        await window.ExpectStateAsync("stale");
        await Expect(window.Page.Locator(".tile .note").First).ToContainTextAsync("as of");
        await Expect(window.Page.Locator(".status")).ToContainTextAsync("The state of the payments is not known.");
        (await TopOfAsync(window, ".tiles")).ShouldBe(top, "what somebody is about to press must not move because of a pause");
        (await window.Page.Locator(".tiles").EvaluateAsync<double>("e => Number(getComputedStyle(e).opacity)")).ShouldBeLessThan(0.6);
        program.Thaw();

        await window.ExpectStateAsync("live");
    }

    private static Task<double> TopOfAsync(Window window, string selector) =>
        window.Page.Locator(selector).EvaluateAsync<double>("e => e.getBoundingClientRect().top");

    private Uri Address => new($"http://127.0.0.1:{_port}");

    private ChildProgram Start() =>
        new(_store, "Production", $"--urls=http://127.0.0.1:{_port}", "--Simulator:Enabled=false");

    private static async Task SimulateAsync(HttpClient client, bool isOn) =>
        (await client.PutAsJsonAsync("/api/v1/simulator", new { enabled = isOn, transactionsPerSecond = 20 })).EnsureSuccessStatusCode();

    private static async Task<List<TransactionDto>> IdleHistoryAsync(HttpClient client)
    {
        await client.WaitUntilIdleAsync();
        var page = await Poll.UntilAsync(
            () => client.ReadAsync<TransactionPage>("/api/v1/transactions?limit=500"), p => p.Items.All(t => t.CompletedAt is not null));
        page.Next.ShouldBeNull("the test is made for a few hundred transactions");
        return [.. page.Items];
    }

    private static async Task<Dictionary<string, string>> AllRowsAsync(Window window, int expected)
    {
        var rows = new Dictionary<string, string>();
        var timeout = TestTimeout.Token();
        while (rows.Count < expected && !timeout.IsCancellationRequested)
        {
            var height = await window.Page.Locator(".scroll").EvaluateAsync<int>("e => e.scrollHeight");
            for (var top = 0; top <= height; top += 300)
            {
                var seen = await window.Page.Locator(".scroll").EvaluateAsync<string[][]>(
                    """
                    (e, top) => new Promise(done => {
                      e.scrollTop = top;
                      requestAnimationFrame(() => requestAnimationFrame(() => done([...e.querySelectorAll('tr[data-id]')].map(r => [r.dataset.id, r.textContent]))));
                    })
                    """, top);
                foreach (var row in seen) rows[row[0]] = row[1];
            }
        }

        return rows;
    }
}
