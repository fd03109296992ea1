using System.Text;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Views;

public sealed class ReplayPageTests(Browser browser) : PageTest(browser)
{
    private const string Heading = "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n";
    private const string Row = "2026-01-05,2026-01-06,1234,SHOP,Travel,1.00,\n";

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_file_is_previewed_replayed_and_its_rejected_rows_are_shown(int width)
    {
        await using var window = await Browser.OpenAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = window.Page;
        await window.GoAsync(At("/live"));
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Replay" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start replay" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Choose a file first.");

        await ChooseAsync(page, "card.csv", Heading + Row + Row + "x,,1234,SHOP,T,1,\n");
        await page.GetByLabel("Mapping", new() { Exact = true }).SelectOptionAsync("capital-one");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(page.Locator(".lines")).ToContainTextAsync("line 2: 2026-01-05T05:00:00Z · -1.00 USD");
        (await Host.HistoryAsync()).ShouldBeEmpty();

        await page.GetByRole(AriaRole.Button, new() { Name = "Start replay" }).ClickAsync();
        var card = page.GetByRole(AriaRole.Region, new() { Name = "Replay of card.csv" });
        await Expect(card).ToContainTextAsync("Finished");
        await Expect(card).ToContainTextAsync("3 rows read, 2 accepted, 0 duplicates, 1 rejected.");
        await card.GetByText("Rejected rows").ClickAsync();
        await Expect(card).ToContainTextAsync("card.csv, line 4: the time of {Transaction Date} is not of the form yyyy-MM-dd: 'x'");
        (await Host.HistoryAsync("&source=capital-one")).Count.ShouldBe(2);
        (await page.RunAxe()).Violations.Select(v => v.Id).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
    }

    [Fact]
    public async Task A_replay_that_fails_says_why_and_a_long_one_can_be_cancelled()
    {
        await using var window = await Browser.OpenAsync();
        var page = window.Page;
        await window.GoAsync(At("/replay"));
        await ChooseAsync(page, "other.csv", "a,b\n1,2\n");
        await page.GetByLabel("Mapping", new() { Exact = true }).SelectOptionAsync("capital-one");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start replay" }).ClickAsync();
        var failed = page.GetByRole(AriaRole.Region, new() { Name = "Replay of other.csv" });
        await Expect(failed).ToContainTextAsync("has no column 'Card No.'");

        // At its own pace, which the page does not offer: the second row is due in years.
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(Heading + Row + Row.Replace("2026-01-05", "2029-01-05")));
        (await Host.Client.PostAsync("/api/v1/replays?mapping=capital-one&name=slow.csv&speed=1", body)).EnsureSuccessStatusCode();
        var slow = page.GetByRole(AriaRole.Region, new() { Name = "Replay of slow.csv" });
        await Expect(slow).ToContainTextAsync("Running");
        await Expect(slow.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await slow.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(slow).ToContainTextAsync("Cancelled");
        await Expect(slow).ToContainTextAsync("1 accepted");
    }

    private static Task ChooseAsync(IPage page, string name, string content) =>
        page.GetByLabel("CSV files, plain or .gz").SetInputFilesAsync(
            new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(content) });
}
