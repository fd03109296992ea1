using System.Net.Http.Json;
using Dashboard.Application.Monitors.Status;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Alerts;

namespace Dashboard.IntegrationTests.Monitors;

/// <summary>The one sentence that says whether anything is wrong, over the whole program.</summary>
public sealed class StatusTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Without_a_past_nothing_is_said_to_be_usual()
    {
        await using var host = await DashboardHost.StartAsync(_store);

        var status = await host.GetAsync<StatusDto>("/api/v1/status");

        status.Level.ShouldBe(StatusLevel.Unknown);
        status.Text.ShouldBe("No alert open");
        status.Message.ShouldEndWith("UTC, no payment has ended in the last minute, what is usual is not known yet.");
        status.Approval.UsualShare.ShouldBeNull();
    }

    [Fact]
    public async Task It_is_calm_until_a_source_fails_and_then_names_the_source()
    {
        await FailingSource.StorePastAsync(_store);
        await using var host = await DashboardHost.StartAsync(_store);
        var calm = await Poll.UntilAsync(() => host.GetAsync<StatusDto>("/api/v1/status"), s => s.Level == StatusLevel.Calm);
        calm.Text.ShouldBe("Normal");
        calm.Details[^1].ShouldStartWith("usually 9");

        var status = await Poll.UntilAsync(
            async () =>
            {
                await host.IngestAsync(FailingSource.Eight());
                return await host.GetAsync<StatusDto>("/api/v1/status");
            },
            s => s.Alert is not null && s.Incident is not null);

        status.Level.ShouldBe(StatusLevel.Critical);
        status.Name.ShouldBe("acquirer-b");
        status.Text.ShouldMatch("^100 % of \\d+ failed$");
        status.Details.ShouldBe(["usually " + Usual(status), "100 % issuer_timeout", "all others normal"]);
        status.Message.ShouldStartWith($"acquirer-b: {status.Text} since {status.Since:HH:mm:ss} UTC, usually ");
        status.Incidents.ShouldHaveSingleItem().BeganAt.ShouldBe(status.Incident!.BeganAt);

        // Somebody takes it: it goes on, and so the status is not calm.
        (await host.Client.PostAsync(new Uri($"/api/v1/alerts/{status.Alert!.Id}/acknowledge", UriKind.Relative), null))
            .EnsureSuccessStatusCode();
        var taken = await Poll.UntilAsync(
            () => host.GetAsync<StatusDto>("/api/v1/status"), s => s.Alert?.Status == AlertStatus.Acknowledged);
        (taken.Level, taken.Name).ShouldBe((StatusLevel.Critical, "acquirer-b"));
    }

    [Fact]
    public async Task An_incident_of_a_monitor_with_a_name_of_its_own_and_its_alert_are_one()
    {
        await FailingSource.StorePastAsync(_store);
        await using var host = await DashboardHost.StartAsync(_store);
        await Poll.UntilAsync(() => host.GetAsync<MonitorList>("/api/v1/monitors"), l => l.Monitors.Count == 4);
        var wanted = new { name = "mine", measure = "FailureRate", source = FailingSource.Name, limit = 0.5, reason = "a contract" };
        (await host.Client.PostAsJsonAsync("/api/v1/monitors", wanted)).EnsureSuccessStatusCode();
        using var off = new HttpRequestMessage(HttpMethod.Put, "/api/v1/monitors/failure_rate")
        {
            Content = JsonContent.Create(new { measure = "FailureRate", isOn = false, reason = "only mine" }),
            Headers = { { "If-Match", "*" } },
        };
        (await host.Client.SendAsync(off)).EnsureSuccessStatusCode();

        var status = await Poll.UntilAsync(
            async () =>
            {
                await host.IngestAsync(FailingSource.Eight());
                return await host.GetAsync<StatusDto>("/api/v1/status");
            },
            s => s.Alert is not null && s.MoreIncidents == 0);

        status.Incident.ShouldNotBeNull().Monitor.ShouldBe("mine");
        status.MoreAlerts.ShouldBe(0);
    }

    private static string Usual(StatusDto status) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{100 * status.Incident!.UsualShare!.Value:0.#} %");
}
