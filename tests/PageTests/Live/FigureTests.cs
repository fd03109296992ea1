using System.Globalization;
using Dashboard.Application.Metrics.Series;
using Dashboard.Domain.Transactions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Live;

public sealed class FigureTests(Browser browser) : PageTest(browser)
{
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
    public async Task The_charts_have_the_figures_of_the_server()
    {
        await using var window = await Browser.OpenAsync(new() { TimezoneId = "UTC" });
        await Host.IngestAsync([.. Enumerable.Range(0, 40).Select(i => TestData.Item(amount: i + 1) with
        {
            Status = i % 4 == 0 ? TransactionStatus.Failed : TransactionStatus.Completed,
            FailureReason = i % 4 == 0 ? i % 8 == 0 ? "card_expired" : "issuer_timeout" : null,
        })]);
        await Host.WaitUntilIdleAsync();
        await window.GoAsync(At("/live?range=1h"));
        var page = window.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Table of Approval" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Table of Failures by reason" }).ClickAsync();

        var buckets = await Poll.UntilAsync(
            () => Host.GetAsync<MetricsBucketsDto>("/api/v1/metrics/buckets?range=1h"), b => b.Ended.Sum() == 40);
        var at = buckets.Failed.ToList().FindIndex(n => n > 0);
        var time = DateTimeOffset.FromUnixTimeSeconds(buckets.At[at]).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var approved = 100.0 * (buckets.Ended[at]!.Value - buckets.Failed[at]!.Value) / buckets.Ended[at]!.Value;
        await Expect(page.Locator("#chart-approval tr", new() { HasText = time })).ToContainTextAsync(
            string.Create(CultureInfo.InvariantCulture, $"{approved:0.0} % of {buckets.Ended[at]}"));
        var failed = page.Locator("#chart-failures tr", new() { HasText = time }).Locator("td");
        var reasons = await page.Locator("#chart-failures th").AllTextContentsAsync();
        foreach (var reason in buckets.Reasons)
        {
            var column = reasons.ToList().IndexOf(reason.Reason.Replace('_', ' '));
            await Expect(failed.Nth(column)).ToHaveTextAsync(reason.Counts[at].ToString(CultureInfo.InvariantCulture));
        }

        buckets.Reasons.Count.ShouldBe(2);
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
