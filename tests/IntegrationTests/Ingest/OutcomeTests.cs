using System.Net;
using System.Net.Http.Json;
using Dashboard.Application.History;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>Outcomes that come from outside: with the item itself, or reported later.</summary>
public sealed class OutcomeTests : IDisposable
{
    private static readonly Dictionary<string, string?> External = new() { ["Processing:Mode"] = "External" };

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task An_item_with_its_outcome_is_observed_and_not_processed()
    {
        await using var host = await DashboardHost.StartAsync(_store,
            new() { ["Processing:MinDelay"] = "00:10:00", ["Processing:MaxDelay"] = "00:10:00", ["Processing:DrainTimeout"] = "00:00:00" });
        await using var client = await HubClient.ConnectAsync(host);
        var ended = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(30);
        var created = ended - TimeSpan.FromMilliseconds(1_250);

        var completed = await PostAsync(host,
            $$"""{"source":"acquirer","reference":"O-1","account":"A-1","amount":12,"currency":"EUR","createdAt":"{{created:O}}","status":"Completed","completedAt":"{{ended:O}}"}""");
        var failed = await PostAsync(host,
            """{"source":"acquirer","reference":"O-2","account":"A-1","amount":5000,"currency":"EUR","status":"Failed","failureReason":"expired_card"}""");

        completed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        failed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var metrics = await host.WaitForAsync(m => m.LastMinute.Count == 2);
        metrics.Flow.ShouldBe(new FlowDto(2, 2, 0, 0, 0, 0, 0, 0, 1, 1));
        metrics.LastMinute.Failed.ShouldBe(1);
        var stored = await host.HistoryAsync();
        stored.Select(t => t.Status).ShouldBe([TransactionStatus.Failed, TransactionStatus.Completed]);
        stored[1].ProcessingMs.ShouldBe(1_250);
        stored[1].CompletedAt!.Value.ShouldBe(ended, TimeSpan.FromMicroseconds(1));
        stored[0].FailureReason.ShouldBe("expired_card");
        await client.WaitForAsync(c => c.Newest.Count == 2 && c.Alerts.Any(a => a.Rule == "large_amount"));
        client.Newest.Values.ShouldAllBe(t => t.CompletedAt != null);
    }

    [Fact]
    public async Task An_observed_item_again_is_a_duplicate_and_with_another_outcome_a_conflict()
    {
        const string Item = """{"source":"acquirer","reference":"O-1","account":"A-1","amount":12,"currency":"EUR","status":"Failed","completedAt":"2026-01-02T03:04:06Z","failureReason":"expired_card"}""";
        await using var host = await DashboardHost.StartAsync(_store);

        var first = await PostAsync(host, Item);
        var again = await PostAsync(host, Item);
        var other = await PostAsync(host, Item.Replace("expired_card", "do_not_honor", StringComparison.Ordinal)
            .Replace("04:06Z", "04:07Z", StringComparison.Ordinal));

        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await other.ErrorsAsync()).ShouldBe(["completedAt", "failureReason"]);
        var stored = (await host.HistoryAsync()).Single();
        (stored.CreatedAt, stored.ProcessingMs).ShouldBe(
            (stored.CompletedAt!.Value, 0), "without a time of its own it was made when it ended");
    }

    [Fact]
    public async Task With_an_external_gateway_a_transaction_stays_in_processing_until_its_outcome_is_reported()
    {
        await using var host = await DashboardHost.StartAsync(_store, External);
        await using var client = await HubClient.ConnectAsync(host);
        var ids = (await host.IngestAsync([.. Enumerable.Range(0, 10).Select(i => TestData.Item(reference: "E" + i))]))
            .Select(r => r.Id!.Value.ToString()).ToList();

        // At once: the step to Processing need not be written yet.
        var completed = await ReportAsync(host, ids[0], """{"status":"Completed"}""");
        var failed = await ReportAsync(host, ids[1], """{"status":"Failed","failureReason":"insufficient_funds"}""");

        completed.StatusCode.ShouldBe(HttpStatusCode.OK);
        failed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await failed.Content.ReadFromJsonAsync<TransactionDto>(DashboardHost.Json))!.ShouldSatisfyAllConditions(
            t => t.Status.ShouldBe(TransactionStatus.Failed), t => t.FailureReason.ShouldBe("insufficient_funds"));
        // The other eight are taken from the queue one by one, and their step to Processing is written after that.
        var metrics = await host.WaitForAsync(m => m.LastMinute.Count == 2 && m.InFlight == 8);
        metrics.Flow.ShouldBe(new FlowDto(10, 10, 0, 0, 0, 0, 0, 8, 1, 1));
        await Poll.UntilAsync(() => host.HistoryAsync("&status=Processing"), processing => processing.Count == 8);
        await client.WaitForAsync(c => c.Newest.Values.Count(t => t.CompletedAt is not null) == 2);
        (await host.GetAsync<Application.Books.Reconciliation>("/api/v1/reconciliation")).Balanced.ShouldBeTrue();
    }

    [Fact]
    public async Task The_first_report_counts_whoever_reports_at_once()
    {
        await using var host = await DashboardHost.StartAsync(_store, External);
        var ids = (await host.IngestAsync([.. Enumerable.Range(0, 20).Select(i => TestData.Item(reference: "E" + i))]))
            .Select(r => r.Id!.Value.ToString()).ToList();
        await host.WaitForAsync(m => m.InFlight == 20);

        var answers = await Task.WhenAll(
            ids.SelectMany(id => Enumerable.Range(0, 6).Select(async i => (Id: id, Failed: i % 2 == 1, Response: await ReportAsync(
            host, id, i % 2 == 0 ? """{"status":"Completed"}""" : """{"status":"Failed","failureReason":"do_not_honor"}""")))));

        var stored = (await host.HistoryAsync()).ToDictionary(t => t.Id);
        foreach (var (id, isFailed, response) in answers)
            response.StatusCode.ShouldBe(
                stored[id].Status == TransactionStatus.Failed == isFailed ? HttpStatusCode.OK : HttpStatusCode.Conflict);
        var metrics = await host.WaitUntilIdleAsync();
        (metrics.Flow.Completed + metrics.Flow.Failed).ShouldBe(20);
        metrics.LastMinute.Count.ShouldBe(20);
        metrics.LastMinute.Failed.ShouldBe(stored.Values.Count(t => t.Status == TransactionStatus.Failed));
    }

    [Fact]
    public async Task What_waits_for_its_outcome_still_waits_after_a_restart()
    {
        List<string> ids;
        await using (var host = await DashboardHost.StartAsync(_store, External))
        {
            ids = [.. (await host.IngestAsync(TestData.Item(), TestData.Item(), TestData.Item())).Select(r => r.Id!.Value.ToString())];
            await ReportAsync(host, ids[0], """{"status":"Completed"}""");
        }

        await using var again = await DashboardHost.StartAsync(_store, External);
        await again.WaitForAsync(m => m.Flow is { Recovered: 2, InFlight: 2 });
        var report = await ReportAsync(again, ids[1], """{"status":"Failed","failureReason":"x"}""");
        var repeated = await ReportAsync(again, ids[0], """{"status":"Completed"}""");
        var contrary = await ReportAsync(again, ids[0], """{"status":"Failed","failureReason":"x"}""");

        (report.StatusCode, repeated.StatusCode, contrary.StatusCode).ShouldBe(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict));
        (await contrary.ErrorsAsync()).ShouldBe(["status", "failureReason"]);
        var metrics = await again.WaitForAsync(m => m.LastHour.Count == 2);
        metrics.Flow.ShouldBe(new FlowDto(0, 0, 0, 0, 0, 2, 0, 1, 0, 1));
    }

    [Fact]
    public async Task A_report_that_cannot_be_is_refused_with_the_reason()
    {
        await using var host = await DashboardHost.StartAsync(_store, External);
        var id = (await host.IngestAsync(TestData.Item(createdAt: new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))))
            .Single().Id!.Value.ToString();
        await host.WaitForAsync(m => m.InFlight == 1);

        (await ReportAsync(host, "0000000000000", """{"status":"Completed"}""")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ReportAsync(host, "nonsense", """{"status":"Completed"}""")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await ReportAsync(host, id, "{}")).ErrorsAsync()).ShouldBe(["status"]);
        (await (await ReportAsync(host, id, """{"status":"Processing"}""")).ErrorsAsync()).ShouldBe(["status"]);
        (await (await ReportAsync(host, id, """{"status":"Failed"}""")).ErrorsAsync()).ShouldBe(["failureReason"]);
        (await (await ReportAsync(host, id, """{"status":"Completed","completedAt":"2026-01-02T03:04:04Z"}""")).ErrorsAsync())
            .ShouldBe(["completedAt"]);
        (await host.HistoryAsync()).Single().Status.ShouldBe(TransactionStatus.Processing);
    }

    [Fact]
    public async Task With_the_simulated_gateway_nothing_is_to_be_reported()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        var id = (await host.IngestAsync(TestData.Item())).Single().Id!.Value.ToString();

        (await ReportAsync(host, id, """{"status":"Completed"}""")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Overdue_outcomes_raise_one_alert_per_source_and_each_transaction_fires_once()
    {
        var settings = new Dictionary<string, string?>(External) { ["Processing:OutcomeTimeout"] = "00:00:01" };
        await using (var host = await DashboardHost.StartAsync(_store, settings))
        {
            await using var client = await HubClient.ConnectAsync(host);
            var ids = await host.IngestAsync(TestData.Item(source: "acquirer"), TestData.Item(source: "acquirer"),
                TestData.Item(source: "bank"), TestData.Item(source: "bank"));
            await ReportAsync(host, ids[3].Id!.Value.ToString(), """{"status":"Completed"}""");
            await client.WaitForAsync(c => c.Alerts.Count >= 2);

            client.Alerts.Select(a => (a.Rule, a.Subject, a.Count)).ShouldBe(
                [("outcome_overdue", "acquirer", 2), ("outcome_overdue", "bank", 1)], ignoreOrder: true);
            var ofAcquirer = client.Alerts.Single(a => a.Subject == "acquirer");
            (ofAcquirer.FirstReceivedAt, ofAcquirer.LastReceivedAt).ShouldBe((ids[0].Id!.Value.Time, ids[1].Id!.Value.Time));
            await host.IngestAsync(TestData.Item(source: "bank"));
            await client.WaitForAsync(c => c.Alerts.Any(a => a is { Subject: "bank", Count: 2 }));
        }

        await using var again = await DashboardHost.StartAsync(_store, settings);
        await using var late = await HubClient.ConnectAsync(again);
        await again.IngestAsync(TestData.Item(source: "acquirer"));
        await late.WaitForAsync(c => c.Alerts.Any(a => a is { Subject: "acquirer", Count: 3 }));
        late.Alerts.Where(a => a.Subject == "bank").ShouldAllBe(a => a.Count == 2);
    }

    [Fact]
    public async Task A_resolved_alert_about_overdue_outcomes_does_not_come_back_at_a_restart()
    {
        var clock = new MovableClock();
        var settings = new Dictionary<string, string?>(External) { ["Processing:OutcomeTimeout"] = "00:00:01" };
        await using (var host = await StartAsync())
        {
            await host.IngestAsync(TestData.Item(source: "bank"), TestData.Item(source: "bank"));
            await host.WaitForAsync(m => m.AlertsOpen == 1);
            var id = (await host.GetAsync<Application.Alerts.AlertPage>("/api/v1/alerts")).Items.Single().Id;
            (await host.Client.PostAsync($"/api/v1/alerts/{id}/resolve", null)).EnsureSuccessStatusCode();
        }

        await using var again = await StartAsync();
        await again.IngestAsync(TestData.Item(source: "late"));
        await again.WaitForAsync(m => m.AlertsOpen == 1);
        var alerts = (await again.GetAsync<Application.Alerts.AlertPage>("/api/v1/alerts")).Items;
        alerts.Select(a => (a.Subject, a.Count, a.ResolvedAt is null)).ShouldBe([("late", 1L, true), ("bank", 2L, false)]);

        // By a clock that is ahead everything is overdue; what it found does not hide what is overdue later.
        clock.Advance(TimeSpan.FromDays(2));
        await again.IngestAsync(TestData.Item(source: "ahead"));
        await again.WaitForAsync(m => m.AlertsOpen == 2);
        clock.Advance(-TimeSpan.FromDays(2));
        await again.IngestAsync(TestData.Item(source: "back"));
        await again.WaitForAsync(m => m.AlertsOpen == 3);

        Task<DashboardHost> StartAsync() =>
            DashboardHost.StartAsync(_store, settings, services => services.AddSingleton<TimeProvider>(clock));
    }

    private static Task<HttpResponseMessage> PostAsync(DashboardHost host, string body) =>
        host.Client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(body));

    private static Task<HttpResponseMessage> ReportAsync(DashboardHost host, string id, string body) =>
        host.Client.PostAsync($"/api/v1/transactions/{id}/outcome", ApiCalls.JsonBody(body));
}
