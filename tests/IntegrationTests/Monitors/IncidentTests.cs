using System.Net;
using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Domain.Alerts;

namespace Dashboard.IntegrationTests.Monitors;

/// <summary>A source that begins to fail, over the whole program: incident, alert over the hub, explanation and rows agree.</summary>
public sealed class IncidentTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_source_that_fails_is_one_card_with_its_cause_and_its_rows()
    {
        await FailingSource.StorePastAsync(_store);

        // What is usual is known after a restart.
        await using var host = await DashboardHost.StartAsync(_store);
        await using var client = await HubClient.ConnectAsync(host);
        var sent = 0;
        var list = await Poll.UntilAsync(
            async () =>
            {
                await host.IngestAsync(FailingSource.Eight());
                sent += 8;
                return await host.GetAsync<IncidentList>("/api/v1/incidents");
            },
            l => l.Items.Count > 0);

        var incident = list.Items.ShouldHaveSingleItem();
        incident.IsOpen.ShouldBeTrue();
        incident.Measure.ShouldBe(Measure.FailureRate);
        incident.Conditions.ShouldBe(new Dictionary<string, string> { ["source"] = "acquirer-b" });
        incident.Message.ShouldStartWith("acquirer-b: 100 % of ");
        incident.Message.ShouldContain("100 % issuer_timeout; all others normal");
        incident.Explanation!.NotDifferent.ShouldContain("currency");
        await client.WaitForAsync(c => !c.Alerts.IsEmpty);
        var alert = client.Alerts.First();
        (alert.Rule, alert.Subject, alert.Severity).ShouldBe(("failure_rate", "source:acquirer-b", AlertSeverity.Critical));

        // The alert counts on, every five seconds; its rows are those that the incident counts. The past was received just before them.
        var history = await host.HistoryAsync(
            $"&source=acquirer-b&status=failed&createdFrom={incident.BeganAt:yyyy-MM-ddTHH:mm:ssZ}");
        history.Count.ShouldBe(sent / 4);
        var to = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(2);
        var report = await host.GetAsync<ExplainReport>(
            $"/api/v1/explain?from={incident.BeganAt:yyyy-MM-ddTHH:mm:ssZ}&to={to:yyyy-MM-ddTHH:mm:ssZ}");
        report.Slices[0].Conditions.ShouldBe(incident.Conditions);
        report.Slices[0].Bad.ShouldBe(sent / 4);
        report.Span.Payments.ShouldBe(sent);
        report.Baseline.Payments.ShouldBe(1_080);
    }

    [Fact]
    public async Task A_question_without_a_span_is_told_what_it_lacks()
    {
        await using var host = await DashboardHost.StartAsync(_store);

        using var answer = await host.Client.GetAsync(new Uri("/api/v1/explain?measure=speed&to=2026-01-01T00:00:00Z", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("\"from\":[\"is required: a time such as 2026-01-31T08:30:00Z\"]");
        text.ShouldContain("\"measure\":[\"must be failureRate, flaggedShare or slowShare\"]");
        (await host.Client.GetAsync(new Uri("/api/v1/explain?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", UriKind.Relative)))
            .StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
