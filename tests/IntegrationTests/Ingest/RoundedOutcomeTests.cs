using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Dashboard.Application.History;
using Dashboard.Domain.Transactions;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>Outcomes of gateways that report whole seconds.</summary>
public sealed class RoundedOutcomeTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task An_outcome_cut_to_whole_seconds_is_taken_and_one_a_second_before_the_receipt_is_a_400()
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Processing:Mode"] = "External" });
        // Received late in a second, whatever the time of the test.
        var id = (await host.IngestAsync(TestData.Item(createdAt: new DateTimeOffset(2026, 1, 2, 3, 4, 5, 990, TimeSpan.Zero))))
            .Single().Id!.Value.ToString();
        await host.WaitForAsync(m => m.InFlight == 1);

        var early = await ReportAsync(host, id, "2026-01-02T03:04:04.99Z");
        var cut = await ReportAsync(host, id, "2026-01-02T03:04:05Z");
        var again = await ReportAsync(host, id, "2026-01-02T03:04:05Z");

        (early.StatusCode, cut.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.OK));
        (await early.Content.ReadAsStringAsync()).ShouldContain("completedAt");
        var stored = (await cut.Content.ReadFromJsonAsync<TransactionDto>(DashboardHost.Json))!;
        (stored.Status, stored.ProcessingMs).ShouldBe((TransactionStatus.Completed, 0));
    }

    [Fact]
    public async Task An_outcome_of_the_second_of_the_receipt_is_taken()
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Processing:Mode"] = "External" });
        var received = (await host.IngestAsync(TestData.Item())).Single().Id!.Value;
        await host.WaitForAsync(m => m.InFlight == 1);

        var report = await ReportAsync(host, received.ToString(),
            received.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

        report.StatusCode.ShouldBe(HttpStatusCode.OK, await report.Content.ReadAsStringAsync());
    }

    private static Task<HttpResponseMessage> ReportAsync(DashboardHost host, string id, string completedAt) => host.Client.PostAsync(
        $"/api/v1/transactions/{id}/outcome",
        new StringContent($$"""{"status":"Completed","completedAt":"{{completedAt}}"}""", Encoding.UTF8, "application/json"));
}
