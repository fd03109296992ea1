using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Application.Alerts;
using Dashboard.Domain.Alerts;

namespace Dashboard.IntegrationTests.Alerts;

public sealed class AlertLifeTests : IDisposable
{
    private static readonly Dictionary<string, string?> Quick =
        new() { ["Processing:MinDelay"] = "00:00:00", ["Processing:MaxDelay"] = "00:00:00.050" };

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task An_acknowledged_alert_is_so_for_everybody_and_after_a_restart()
    {
        AlertDto acknowledged;
        await using (var host = await DashboardHost.StartAsync(_store, Quick))
        {
            await using var first = await HubClient.ConnectAsync(host);
            await using var second = await HubClient.ConnectAsync(host);
            await host.IngestAsync(TestData.Item(amount: 5_000));
            await first.WaitForAsync(c => !c.Alerts.IsEmpty);
            var id = first.Alerts.First().Id;
            (await host.WaitForAsync(m => m.AlertsOpen == 1)).AlertsOpen.ShouldBe(1);

            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostAsync<AlertDto>(host, $"{id}/acknowledge")));

            acknowledged = answers[0];
            answers.ShouldAllBe(a => a == acknowledged);
            (acknowledged.Status, acknowledged.ResolvedAt).ShouldBe((AlertStatus.Acknowledged, null));
            foreach (var client in new[] { first, second })
                await client.WaitForAsync(c => c.Alerts.Any(a => a.Status == AlertStatus.Acknowledged));
            await host.WaitForAsync(m => m.AlertsOpen == 0);
        }

        await using var again = await DashboardHost.StartAsync(_store, Quick);
        var page = await PageAsync(again, "?status=acknowledged");
        page.Items.ShouldHaveSingleItem().ShouldBe(acknowledged);
        page.Counts.ShouldBe(new AlertCountsDto(Open: 0, Acknowledged: 1));
        (await PostAsync<AlertDto>(again, $"{acknowledged.Id}/acknowledge")).ShouldBe(acknowledged);

        await again.IngestAsync(TestData.Item(amount: 6_000));
        await using var late = await HubClient.ConnectAsync(again);
        await late.WaitForAsync(c => c.Alerts.Any(a => a.Count == 2));
        late.Alerts.ShouldAllBe(a => a.Id == acknowledged.Id && a.Status == AlertStatus.Acknowledged);
    }

    [Fact]
    public async Task Decisions_that_race_all_get_an_answer()
    {
        await using var host = await DashboardHost.StartAsync(_store, Quick);
        for (var account = 0; account < 25; account++) await host.IngestAsync(TestData.Item(account: $"ACC-{account}", amount: 5_000));
        await host.WaitForAsync(m => m.AlertsOpen == 25);
        var ids = (await PageAsync(host, "?status=open")).Items.Select(a => a.Id);

        var answers = await Task.WhenAll(
            from id in ids
            from decision in Enumerable.Range(0, 8)
            select host.Client.PostAsync($"/api/v1/alerts/{id}/resolve", null));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_resolved_alert_leaves_and_its_rule_raises_a_new_one()
    {
        await using var host = await DashboardHost.StartAsync(_store, Quick);
        await using var client = await HubClient.ConnectAsync(host);
        await host.IngestAsync(TestData.Item(amount: 5_000));
        await client.WaitForAsync(c => !c.Alerts.IsEmpty);
        var id = client.Alerts.First().Id;

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.Client.PostAsync($"/api/v1/alerts/{id}/resolve", null)));

        var resolved = await PostAsync<AlertDto>(host, $"{id}/resolve");
        foreach (var answer in answers) (await answer.Content.ReadFromJsonAsync<AlertDto>(DashboardHost.Json)).ShouldBe(resolved);
        resolved.ResolvedAt.ShouldNotBeNull();
        await client.WaitForAsync(c => c.Alerts.Any(a => a.Status == AlertStatus.Resolved));
        var impossible = await host.Client.PostAsync($"/api/v1/alerts/{id}/acknowledge", null);
        impossible.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await impossible.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldEndWith(".");
        (await PageAsync(host)).Counts.ShouldBe(new AlertCountsDto(0, 0));

        await host.IngestAsync(TestData.Item(amount: 7_000));
        await client.WaitForAsync(c => c.Alerts.Last().Id != id);
        var raised = client.Alerts.Last();
        (raised.Status, raised.Count).ShouldBe((AlertStatus.Open, 1));
    }

    [Fact]
    public async Task A_resolved_alert_is_reopened_for_everybody_and_after_a_restart()
    {
        AlertDto reopened;
        await using (var host = await DashboardHost.StartAsync(_store, Quick))
        {
            await using var client = await HubClient.ConnectAsync(host);
            await host.IngestAsync(TestData.Item(amount: 5_000));
            await client.WaitForAsync(c => !c.Alerts.IsEmpty);
            var raised = client.Alerts.First();
            var resolved = await PostAsync<AlertDto>(host, $"{raised.Id}/resolve");
            resolved.ResolvedBy.ShouldBe(AlertResolver.Person);

            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostAsync<AlertDto>(host, $"{raised.Id}/reopen")));

            reopened = answers[0];
            answers.ShouldAllBe(a => a == reopened);
            reopened.ShouldBe(raised with { UpdatedAt = reopened.UpdatedAt });
            await client.WaitForAsync(c => c.Alerts.Last().Status == AlertStatus.Open);
            await host.WaitForAsync(m => m.AlertsOpen == 1);
        }

        await using var again = await DashboardHost.StartAsync(_store, Quick);
        (await PageAsync(again, "?status=Open")).Items.ShouldHaveSingleItem().ShouldBe(reopened);
    }

    [Fact]
    public async Task An_alert_with_a_newer_one_of_its_subject_is_not_reopened()
    {
        await using var host = await DashboardHost.StartAsync(_store, Quick);
        await host.IngestAsync(TestData.Item(amount: 5_000));
        var old = (await Poll.UntilAsync(() => PageAsync(host), p => p.Items.Count == 1)).Items[0];
        await PostAsync<AlertDto>(host, $"{old.Id}/resolve");
        await host.IngestAsync(TestData.Item(amount: 6_000));
        await Poll.UntilAsync(() => PageAsync(host), p => p.Items.Count == 2);

        var answer = await host.Client.PostAsync($"/api/v1/alerts/{old.Id}/reopen", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await host.Client.PostAsync("/api/v1/alerts/0000000000009/reopen", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PageAsync(host)).Counts.ShouldBe(new AlertCountsDto(Open: 1, Acknowledged: 0));
    }

    [Fact]
    public async Task The_times_and_the_rule_of_an_alert_select_exactly_the_transactions_that_raised_it()
    {
        // Transactions end in another order than they came in.
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Processing:MaxDelay"] = "00:00:00.300" });
        for (var i = 0; i < 3; i++)
        {
            await host.IngestAsync([.. Enumerable.Range(0, 12).Select(_ => TestData.Item(amount: 10, account: "BUSY"))]);
            await host.IngestAsync(TestData.Item(amount: 5_000 + i), TestData.Item(amount: 5_000 + i, account: "OTHER"));
            await host.WaitUntilIdleAsync();
            var flags = (await host.HistoryAsync("&flagged=true")).Sum(t => t.Flags.Count);
            var alerts = await Poll.UntilAsync(() => AllAsync(host), all => all.Sum(a => a.Count) == flags);
            foreach (var alert in alerts.Where(a => a.Status == AlertStatus.Open))
            {
                var query = $"&flag={alert.Rule}&account={alert.Subject}&from={Text(alert.FirstReceivedAt)}"
                    + $"&to={Text(alert.LastReceivedAt.AddMilliseconds(1))}";
                var raisedBy = await host.HistoryAsync(query);
                raisedBy.Count.ShouldBe((int)alert.Count, alert.ToString());
                raisedBy.ShouldAllBe(t => t.Account == alert.Subject && t.Flags.Contains(alert.Rule));
                raisedBy[0].Id.ShouldBe(alert.TransactionId);
                // The next round raises alerts of its own.
                await PostAsync<AlertDto>(host, $"{alert.Id}/resolve");
            }
        }

        static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("O");
    }

    [Fact]
    public async Task Every_filter_selects_what_a_plain_scan_would_page_by_page()
    {
        await using var host = await DashboardHost.StartAsync(_store, Quick);
        for (var i = 0; i < 12; i++)
            await host.IngestAsync(TestData.Item(amount: 5_000, account: "ACC-" + i), TestData.Item(amount: 6_000, account: "ACC-" + i));
        for (var i = 0; i < 6; i++) await host.IngestAsync(TestData.Item(account: "BUSY"));
        await host.WaitUntilIdleAsync();
        // An alert is told before it is stored.
        await Poll.UntilAsync(async () => (await AllAsync(host)).Sum(a => a.Count) >= 25);
        await PostAsync<AlertDto>(host, (await AllAsync(host))[3].Id + "/acknowledge");
        await PostAsync<AlertDto>(host, (await AllAsync(host))[5].Id + "/resolve");
        var all = await AllAsync(host);
        all.Count.ShouldBeGreaterThanOrEqualTo(13);
        all.Select(a => a.Id).ShouldBe(all.Select(a => a.Id).OrderDescending());
        var (from, to) = (all[9].RaisedAt, all[2].RaisedAt);
        (string Query, Func<AlertDto, bool> Filter)[] filters =
        [
            ("", _ => true),
            ("&status=Open", a => a.Status == AlertStatus.Open),
            ("&status=acknowledged,Resolved", a => a.Status != AlertStatus.Open),
            ("&status=Open&status=Resolved", a => a.Status != AlertStatus.Acknowledged),
            ("&severity=Warning", a => a.Severity == AlertSeverity.Warning),
            ("&severity=Critical,Info", a => a.Severity != AlertSeverity.Warning),
            ("&rule=large_amount", a => a.Rule == "large_amount"),
            ("&subject=ACC-4", a => a.Subject == "ACC-4"),
            ($"&from={from:O}", a => a.RaisedAt >= from),
            ($"&to={to:O}", a => a.RaisedAt < to),
            ($"&from={from:O}&to={to:O}&status=Open", a => a.RaisedAt >= from && a.RaisedAt < to && a.Status == AlertStatus.Open),
        ];

        foreach (var (query, filter) in filters)
            (await AllAsync(host, query.Replace("+", "%2B", StringComparison.Ordinal))).ShouldBe(all.Where(filter), query);
    }

    private static async Task<T> PostAsync<T>(DashboardHost host, string path)
    {
        var response = await host.Client.PostAsync("/api/v1/alerts/" + path, null);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync<T>(DashboardHost.Json))!;
    }

    private static Task<AlertPage> PageAsync(DashboardHost host, string query = "") => host.GetAsync<AlertPage>("/api/v1/alerts" + query);

    private static async Task<List<AlertDto>> AllAsync(DashboardHost host, string query = "")
    {
        var all = new List<AlertDto>();
        string? cursor = null;
        do
        {
            var page = await PageAsync(host, $"?limit=4{query}{(cursor is null ? "" : "&cursor=" + cursor)}");
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }
}
