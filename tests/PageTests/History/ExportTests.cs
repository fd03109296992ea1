using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.History;

public sealed class ExportTests(Browser browser) : PageTest(browser)
{
    [Fact]
    public async Task The_file_has_the_rows_of_the_table_and_no_formulas()
    {
        await using var window = await Browser.OpenAsync(new() { AcceptDownloads = true });
        var page = window.Page;
        await Host.IngestAsync(
            [.. Enumerable.Range(0, 8).Select(i => TestData.Item(amount: i - 3, account: "=SUM(A1)")), TestData.Item(account: "OTHER")]);
        await Host.WaitUntilIdleAsync();
        await window.GoAsync(At("/history?account=%3DSUM(A1)"));
        await Expect(window.Rows).ToHaveCountAsync(8);
        var shown = await window.RowIdsAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());

        download.SuggestedFilename.ShouldEndWith(".csv");
        var bytes = await File.ReadAllBytesAsync(await download.PathAsync());
        bytes.Take(3).ShouldBe([0xEF, 0xBB, 0xBF]);
        var lines = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Skip(1).Select(l => l.Split(',')[0]).ShouldBe(shown);
        lines.Skip(1).ShouldAllBe(l => l.Contains("'=SUM(A1)", StringComparison.Ordinal));
    }
}
