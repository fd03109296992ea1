using Dashboard.Domain.Transactions;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Live;

public sealed class FigureTests(Browser browser) : PageTest(browser)
{
    // Tile and legend of each figure that both show.
    private const string Pairs =
        """
        () => {
          const tile = n => document.querySelectorAll('.tile .v')[n].firstChild.textContent.trim();
          const unit = n => document.querySelectorAll('.tile .v')[n].querySelector('small')?.textContent ?? '';
          const legend = (chart, n) => document.querySelectorAll('#chart-' + chart + ' .legend b')[n].textContent;
          return [
            [tile(0), legend('throughput', 0)], [tile(1), legend('approval', 0)], [(tile(2) + ' ' + unit(2)).trim(), legend('latency', 1)],
            [tile(3), legend('volume', 0)], [tile(4), legend('exceptions', 0)], [tile(5), legend('backlog', 0)],
          ].map(pair => pair.join(' = '));
        }
        """;

    protected override Dictionary<string, string?> Settings =>
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050", ["Processing:FailureRate"] = "0" };

    [Fact]
    public async Task Volume_is_what_completed_and_refunds_stand_beside_it_and_sources_show_their_failures()
    {
        await using var window = await Browser.OpenAsync();
        await Host.IngestAsync(
            TestData.Item(amount: 500, source: "shop"), TestData.Item(amount: -20, source: "shop"),
            TestData.Item(amount: 300, source: "shop") with { Status = TransactionStatus.Failed, FailureReason = "card_expired" },
            TestData.Item(amount: 7, source: "till"));
        await Host.WaitUntilIdleAsync();

        await window.GoAsync(At("/live?w=1h"));

        var tile = window.Page.Locator(".tile", new() { HasText = "Completed volume" });
        await Expect(tile.Locator(".v")).ToHaveTextAsync("507EUR");
        await Expect(tile.Locator(".note")).ToContainTextAsync("20 refunded");
        var shop = window.Page.Locator(".sources li", new() { HasText = "shop" });
        await Expect(shop).ToContainTextAsync("33.3 % failed");
        await Expect(shop).ToContainTextAsync("3 tx");
        await Expect(window.Page.Locator(".sources li", new() { HasText = "till" })).ToContainTextAsync("0.00 % failed");
        await Expect(window.Rows.Locator(".k-state", new() { HasText = "card expired" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_tile_and_the_legend_of_a_figure_never_differ()
    {
        await using var window = await OpenLiveAsync(transactionsPerSecond: 40);
        await Expect(window.Page.Locator("#chart-backlog canvas")).ToBeAttachedAsync();
        await window.Page.Locator("#chart-volume").ScrollIntoViewIfNeededAsync();

        // Looked at in the same frame, over some updates.
        for (var update = 0; update < 6; update++)
        {
            var before = await window.Page.Locator(".tile .v").First.TextContentAsync();
            var pairs = await window.Page.EvaluateAsync<string[]>(
                $"() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(({Pairs})()))))");
            pairs.Where(pair => pair.Split(" = ") is var sides && sides[0] != sides[1]).ShouldBeEmpty();
            await Expect(window.Page.Locator(".tile .v").First).Not.ToHaveTextAsync(before!);
        }
    }

    [Fact]
    public async Task A_transaction_that_was_sent_with_its_outcome_is_not_drawn_as_processed_before_its_receipt()
    {
        await using var window = await Browser.OpenAsync();
        var ended = TimeProvider.System.GetUtcNow().AddHours(-3);
        var id = (await Host.IngestAsync(
            TestData.Item(createdAt: ended.AddMinutes(-1)) with { Status = TransactionStatus.Completed, CompletedAt = ended }))[0].Id;

        await window.GoAsync(At("/tx/" + id));

        var steps = window.Page.Locator(".timeline li strong");
        await Expect(steps).ToHaveTextAsync(["Created", "Completed", "Received"]);
        await Expect(window.Page.Locator(".timeline")).Not.ToContainTextAsync("earlier than the step above");
        await Expect(window.Page.Locator(".stages")).ToHaveCountAsync(0);
    }
}
