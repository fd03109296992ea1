using Dashboard.Domain.Transactions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Views;

/// <summary>Long values at the widths of a phone, a tablet, a laptop and a monitor; 720 pixels are a monitor at 200 % zoom.</summary>
public sealed class LayoutTests(Browser browser) : PageTest(browser)
{
    // 31 characters, as an IBAN with an addition.
    private const string Account = "DE89370400440532013000-SAVINGS1";

    // The first text of each cell that the screen does not show whole, with the width that it lacks.
    private const string CutCells =
        """
        () => [...document.querySelectorAll('.grid tbody td.k-amount, .grid tbody td.k-state')].filter(cell => {
          const text = document.createRange();
          text.selectNodeContents(cell.querySelector('.pill') ?? cell);
          const [all, box, table] = [text, cell, cell.closest('.scroll')].map(e => e.getBoundingClientRect());
          const right = Math.min(box.right, table.right, innerWidth);
          return all.width === 0 || all.right > right + 0.5 || all.left < box.left - 0.5;
        }).map(cell => cell.className + ' ' + cell.textContent)
        """;

    protected override Dictionary<string, string?> Settings =>
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    [Theory]
    [InlineData(390)]
    [InlineData(720)]
    [InlineData(768)]
    [InlineData(1024)]
    [InlineData(1440)]
    public async Task Amounts_and_states_are_whole_and_nothing_is_beside_the_screen(int width)
    {
        await using var window = await OpenAsync(width);
        var failed = TestData.Item(amount: 9_999_999_999_999.99m, account: Account) with
        {
            Status = TransactionStatus.Failed,
            FailureReason = "insufficient_funds",
        };
        var taken = await Host.IngestAsync(
            TestData.Item(amount: 12_345_678.90m, account: Account), TestData.Item(amount: -87_654_321.09m, account: Account), failed);
        var id = taken[0].Id;
        await Host.WaitUntilIdleAsync();
        foreach (var path in (string[])["/live", "/history", "/history?account=" + Account, "/alerts", "/tx/" + id, "/live?tx=" + id])
        {
            await window.GoAsync(At(path));
            await window.ExpectStateAsync("live");
            await Expect(window.Page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
            await Expect(window.Page.GetByText(Account).First).ToBeAttachedAsync();
            if (path.Contains("/history", StringComparison.Ordinal) || path == "/live")
            {
                await Expect(window.Rows).ToHaveCountAsync(3);
                await Expect(window.Rows.Locator(".k-amount", new() { HasText = "9,999,999,999,999.99EUR" })).ToHaveCountAsync(1);
                (await window.Page.EvaluateAsync<string[]>(CutCells)).ShouldBeEmpty(path);
            }

            (await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, path);
            (await window.Page.EvaluateAsync<double>(
                "() => Math.max(0, ...[...document.querySelectorAll('dialog[open], .tx-page')].map(e => e.getBoundingClientRect().right))"))
                .ShouldBeLessThanOrEqualTo(width, path);
        }
    }

    [Theory]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(1024)]
    [InlineData(1440)]
    public async Task The_custom_range_shows_its_time(int width)
    {
        await using var window = await OpenAsync(width);

        await window.GoAsync(At("/history?from=2017-03-01T08:15:30Z&to=2017-12-31T23:59:59Z"));

        foreach (var field in (string[])["#f-from", "#f-to", "#f-createdFrom", "#f-createdTo"])
        {
            var box = (await window.Page.Locator(field).BoundingBoxAsync())!;
            // A date and a time to the second with the button of the calendar.
            box.Width.ShouldBeGreaterThanOrEqualTo(210, field);
            (box.X + box.Width).ShouldBeLessThanOrEqualTo(width, field);
        }

        var axis = window.Page.Locator(".histogram .axis span");
        await Expect(axis).ToHaveCountAsync(5);
        var labels = await axis.AllTextContentsAsync();
        labels.ShouldBeUnique();
        labels.ShouldAllBe(label => label.Contains("2017", StringComparison.Ordinal));
        (await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
    }

    [Fact]
    public async Task A_transaction_is_printed_on_its_first_sheet_from_its_view_and_from_the_drawer()
    {
        await using var window = await OpenAsync(1440);
        var taken = await Host.IngestAsync([.. Enumerable.Range(0, 8).Select(i => TestData.Item(amount: 5_000 + i, account: Account))]);
        var id = taken[0].Id;
        await Host.WaitUntilIdleAsync();
        // An alert is told before it is stored.
        await Poll.UntilAsync(() => Host.GetAsync<Application.Alerts.AlertPage>("/api/v1/alerts"), page => page.Items.Count > 0);
        foreach (var path in (string[])["/tx/" + id, "/live?tx=" + id])
        {
            await window.GoAsync(At(path));
            await Expect(window.Page.Locator(".rows")).ToHaveCountAsync(2);
            await window.Page.EmulateMediaAsync(new() { Media = Media.Print });
            await window.Page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");

            var box = (await window.Page.Locator("dialog.drawer, .tx-page").BoundingBoxAsync())!;
            box.Y.ShouldBeLessThan(200, path);
            box.X.ShouldBeLessThan(30, path);
            // A box that must not be divided and is longer than a sheet leaves the sheet before it empty.
            (await window.Page.Locator("dialog.drawer, .tx-page").EvaluateAsync<string>("e => getComputedStyle(e).breakInside"))
                .ShouldBe("auto", path);
            await window.Page.EvaluateAsync("() => dispatchEvent(new Event('afterprint'))");
            await window.Page.EmulateMediaAsync(new() { Media = Media.Null });
        }

        (await window.Page.Locator("dialog.drawer").EvaluateAsync<bool>("e => e.matches(':modal')")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(718)]
    [InlineData(1440)]
    public async Task On_paper_no_part_of_the_live_view_is_over_another(int width)
    {
        await using var window = await OpenAsync(width);
        await Host.IngestAsync([.. Enumerable.Range(0, 30).Select(i => TestData.Item(amount: 5_000, account: "ACC-" + i))]);
        await Host.WaitUntilIdleAsync();
        await window.GoAsync(At("/live"));
        await Expect(window.Page.Locator(".tray-list li")).ToHaveCountAsync(13);

        await window.Page.EmulateMediaAsync(new() { Media = Media.Print });

        (await window.Page.EvaluateAsync<string[]>(
            """
            () => {
              const boxes = [...document.querySelectorAll('.chart, .tray-list li, .books, .sources, .tail')]
                .map(e => [e.className || e.textContent.slice(0, 20), e.getBoundingClientRect()]);
              return boxes.flatMap(([a, one], i) => boxes.slice(i + 1)
                .filter(([, other]) => one.left < other.right - 1 && other.left < one.right - 1
                  && one.top < other.bottom - 1 && other.top < one.bottom - 1)
                .map(([b]) => a + ' over ' + b));
            }
            """)).ShouldBeEmpty();
    }

    private Task<Window> OpenAsync(int width) => Browser.OpenAsync(new()
    {
        ViewportSize = new() { Width = width, Height = 900 },
        HasTouch = width < 640,
        IsMobile = width < 640,
        ReducedMotion = ReducedMotion.Reduce,
    });
}
