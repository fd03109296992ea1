using System.Net;
using System.Text.Json;
using Dashboard.Application.History;

namespace Dashboard.IntegrationTests.History;

public sealed class ExportTests : HostTest
{
    private const string Export = "/api/v1/transactions/export";

    private static readonly DateTimeOffset Newest = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    protected override Dictionary<string, string?> Settings =>
        new() { ["Server:MaxExports"] = "4", ["Server:ReadPatience"] = "00:00:00.100" };

    [Theory]
    [InlineData("")]
    [InlineData("&status=Failed")]
    [InlineData("&account=ACC-7&minAmount=1")]
    [InlineData("&flagged=true&source=pos")]
    [InlineData("&currency=USD")]
    [InlineData("&from=2026-03-14T11:50:00Z&to=2026-03-14T11:55:00Z")]
    public async Task An_export_is_what_the_history_has(string query)
    {
        await StoredRows.FillAsync(Store, 2_345, Newest);
        var listed = await Host.HistoryAsync(query);

        var lines = (await Host.Client.GetStringAsync(Export + "?format=ndjson" + query)).Split(
            '\n', StringSplitOptions.RemoveEmptyEntries);
        var csv = await Host.Client.GetStringAsync(Export + "?format=csv" + query);

        var exported = lines.Select(l => JsonSerializer.Deserialize<TransactionDto>(l, DashboardHost.Json)!).ToList();
        exported.ShouldBeEquivalentTo(listed);
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')[0]).ShouldBe(listed.Select(t => t.Id));
    }

    [Theory]
    [InlineData("", "transactions_start-now.csv", "text/csv")]
    [InlineData("?format=ndjson&from=2026-11-25T16:00:00Z&to=2026-11-25T18:00:00%2B01:00",
        "transactions_20261125T160000Z-20261125T170000Z.ndjson", "application/x-ndjson")]
    public async Task An_export_is_a_file_with_a_name(string query, string name, string mediaType)
    {
        var response = await Host.Client.GetAsync(Export + query);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        response.Content.Headers.ContentDisposition.FileName.ShouldBe(name);
    }

    [Fact]
    public async Task Rows_that_arrive_meanwhile_do_not_change_a_hundred_thousand_that_are_streamed()
    {
        await StoredRows.FillAsync(Store, 100_000, Newest);
        using var response = await Host.Client.GetAsync(Export, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync())!.ShouldStartWith("id,");

        await Host.IngestAsync([.. Enumerable.Range(0, 50).Select(i => TestData.Item(reference: "late" + i))]);

        var ids = new List<string>();
        while (await reader.ReadLineAsync() is { } line) ids.Add(line[..13]);
        ids.Count.ShouldBe(100_000);
        ids.ShouldBe(ids.OrderDescending());
        ids.Distinct().Count().ShouldBe(100_000);
    }

    [Fact]
    public async Task A_fifth_export_is_told_to_wait_and_runs_when_another_has_been_given_up()
    {
        await StoredRows.FillAsync(Store, 150_000, Newest);
        var running = new List<HttpResponseMessage>();
        for (var i = 0; i < 4; i++)
            running.Add(await Host.Client.GetAsync(Export + "?format=ndjson", HttpCompletionOption.ResponseHeadersRead));

        using var refused = await Host.Client.GetAsync(Export);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");

        running[0].Dispose();
        await Poll.UntilAsync(async () =>
        {
            using var next = await Host.Client.GetAsync(Export + "?status=Failed");
            return next.StatusCode == HttpStatusCode.OK;
        });
        foreach (var response in running) response.Dispose();
    }
}
