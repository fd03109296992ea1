using Dashboard.Domain.Transactions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.History;

public sealed class FilterTests(Browser browser) : PageTest(browser)
{
    protected override Dictionary<string, string?> Settings =>
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    [Fact]
    public async Task A_transaction_is_found_by_its_own_time_by_its_reason_and_by_its_rule()
    {
        await using var window = await Browser.OpenAsync(new() { TimezoneId = "UTC" });
        var page = window.Page;
        var old = new DateTimeOffset(2017, 5, 4, 3, 2, 1, TimeSpan.Zero);
        var ids = (await Host.IngestAsync(
            TestData.Item(createdAt: old), Failed("card_expired"), Failed("insufficient_funds"), TestData.Item(amount: 9_000)))
            .Select(r => r.Id!.Value.ToString()).ToArray();
        await window.GoAsync(At("/history"));
        await Expect(window.Rows).ToHaveCountAsync(4);

        await page.GetByLabel("Created from").FillAsync("2017-05-04T03:02:01");
        await page.GetByLabel("Created to").FillAsync("2017-05-04T03:02:02");
        await Expect(window.Rows).ToHaveCountAsync(1);
        (await window.RowIdsAsync()).ShouldBe([ids[0]]);
        page.Url.ShouldContain("createdFrom=2017-05-04T03:02:01.000Z");

        await page.GotoAsync(At("/history?reason=card_expired").ToString());
        await Expect(window.Rows).ToHaveCountAsync(1);
        await Expect(window.Rows.Locator(".k-state")).ToContainTextAsync("card expired");
        (await window.RowIdsAsync()).ShouldBe([ids[1]]);

        await page.GotoAsync(At("/history").ToString());
        await page.GetByLabel("Flags").SelectOptionAsync("large_amount");
        await Expect(window.Rows).ToHaveCountAsync(1);
        (await window.RowIdsAsync()).ShouldBe([ids[3]]);
    }

    [Fact]
    public async Task The_list_can_be_sorted_by_the_time_of_the_payment()
    {
        await using var window = await Browser.OpenAsync();
        var now = TimeProvider.System.GetUtcNow();
        var ids = (await Host.IngestAsync(
            TestData.Item(createdAt: now.AddDays(-20)), TestData.Item(createdAt: now.AddDays(-40)),
            TestData.Item(createdAt: now.AddDays(-30))))
            .Select(r => r.Id!.Value.ToString()).ToArray();
        await window.GoAsync(At("/history"));
        await Expect(window.Rows).ToHaveCountAsync(3);
        (await window.RowIdsAsync()).ShouldBe([ids[2], ids[1], ids[0]]);

        await window.Page.GetByLabel("Sort by").SelectOptionAsync("createdAt");

        await Expect(window.Page.Locator("main")).ToContainTextAsync("latest created first");
        await Poll.UntilAsync(async () => (await window.RowIdsAsync()).SequenceEqual([ids[0], ids[2], ids[1]]));
        window.Page.Url.ShouldContain("sort=createdAt");
    }

    [Fact]
    public async Task A_filter_that_contradicts_itself_is_explained_without_the_names_of_the_API()
    {
        await using var window = await Browser.OpenAsync();

        await window.GoAsync(At("/history?min=10&max=9"));

        await Expect(window.Page.Locator("#f-max-error")).ToHaveTextAsync("The upper amount is below the lower one.");
        await Expect(window.Page.Locator("main")).Not.ToContainTextAsync("minAmount");
    }

    [Fact]
    public async Task The_histogram_speaks_whole_lengths_of_time()
    {
        await using var window = await Browser.OpenAsync();

        await window.GoAsync(At("/history?from=now-1h"));

        await Expect(window.Page.Locator(".histogram svg[role=img]")).ToHaveAttributeAsync(
            "aria-label", new System.Text.RegularExpressions.Regex("at most 1 in 1 minute$"));
    }

    [Fact]
    public async Task A_view_is_found_with_a_slash_at_its_end()
    {
        await using var window = await Browser.OpenAsync();

        await window.GoAsync(At("/history/?state=failed"));

        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("History");
        await window.Page.WaitForURLAsync("**/history?state=failed");
    }

    [Fact]
    public async Task A_change_of_the_time_zone_reaches_every_tab()
    {
        await using var window = await Browser.OpenAsync(new() { TimezoneId = "Asia/Tokyo" });
        await Host.IngestAsync(TestData.Item());
        await window.GoAsync(At("/history"));
        await Expect(window.Rows).ToHaveCountAsync(1);
        var local = await window.Rows.Locator("time").TextContentAsync();
        var other = await window.Context.NewPageAsync();
        await other.GotoAsync(At("/settings").ToString());

        await other.GetByRole(AriaRole.Button, new() { Name = "UTC" }).ClickAsync();

        await Expect(window.Page.Locator(".history .toolbar")).ToContainTextAsync("UTC ·");
        await Expect(window.Rows.Locator("time")).Not.ToHaveTextAsync(local!);
        var instant = DateTimeOffset.Parse(
            (await window.Rows.Locator("time").GetAttributeAsync("datetime"))!, System.Globalization.CultureInfo.InvariantCulture);
        await Expect(window.Rows.Locator("time")).ToContainTextAsync(
            instant.UtcDateTime.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static Application.Ingest.NewTransaction Failed(string reason) =>
        TestData.Item() with { Status = TransactionStatus.Failed, FailureReason = reason };
}
