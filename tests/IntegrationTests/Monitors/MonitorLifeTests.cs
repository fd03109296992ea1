using System.Net;
using System.Net.Http.Json;
using Dashboard.Application.Monitors.Trying;
using Dashboard.Application.Monitors.Versions;

namespace Dashboard.IntegrationTests.Monitors;

/// <summary>Monitors over REST: the four of a new store, their versions, and their text.</summary>
public sealed class MonitorLifeTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_new_store_has_four_monitors_and_a_changed_one_stays_changed_after_a_restart()
    {
        await using (var host = await DashboardHost.StartAsync(_store))
        {
            var list = await SeededAsync(host);
            list.Monitors.Select(m => m.Name).ShouldBe(["failure_rate", "flagged_share", "silent_source", "slow_payments"]);
            list.Monitors.ShouldAllBe(m => m.Version == 1 && m.IsOn && m.Counts.Length > 0 && m.Of.Length > 0);

            using var read = await host.Client.GetAsync(new Uri("/api/v1/monitors/failure_rate", UriKind.Relative));
            read.Headers.ETag!.Tag.ShouldBe("\"1\"");
            using var changed = await PutAsync(host, "failure_rate", "\"1\"", Body(0.1, "calmer"));
            changed.StatusCode.ShouldBe(HttpStatusCode.OK, await changed.Content.ReadAsStringAsync());
            changed.Headers.ETag!.Tag.ShouldBe("\"2\"");
            (await PutAsync(host, "failure_rate", "\"1\"", Body(0.2, "again"))).StatusCode
                .ShouldBe(HttpStatusCode.PreconditionFailed);
            (await PutAsync(host, "failure_rate", null, Body(0.2, "blind"))).StatusCode
                .ShouldBe(HttpStatusCode.PreconditionRequired);
            (await PutAsync(host, "nothing", "*", Body(0.2, "r"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            var audit = await host.Client.GetStringAsync(new Uri("/api/v1/audit", UriKind.Relative));
            audit.ShouldContain("monitor.changed");
        }

        await using var again = await DashboardHost.StartAsync(_store);
        var versions = await again.GetAsync<MonitorVersionList>("/api/v1/monitors/failure_rate/versions");
        versions.Versions.Select(v => (v.Version, v.MinimumRise, v.Reason)).ShouldBe(
            [(2, 0.1, "calmer"), (1, 0.05, "The program made it from the settings Monitors:* for a store without monitors.")]);
        (await again.GetAsync<MonitorList>("/api/v1/monitors")).Monitors.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Monitors_go_out_as_text_and_come_back()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        await SeededAsync(host);
        var text = await host.Client.GetStringAsync(new Uri("/api/v1/monitors/export", UriKind.Relative));

        (await ImportAsync(host, text)).Monitors.ShouldAllBe(m => m.Action == "same");
        var added = text.Replace("minimumRise: 0.05", "minimumRise: 0.06", StringComparison.Ordinal)
            + "monitor eur_limit\n  measure: failureRate\n  currency: EUR\n  limit: 0.2\n";
        var import = await ImportAsync(host, added);

        import.Monitors.Count(m => m.Action == "changed").ShouldBe(4);
        import.Monitors.Single(m => m.Action == "created").Name.ShouldBe("eur_limit");
        (await host.GetAsync<MonitorDto>("/api/v1/monitors/eur_limit")).Limit.ShouldBe(0.2);
        using var wrong = await host.Client.PostAsJsonAsync(
            "/api/v1/monitors/import", new { text = "monitor x\n  measure: speed", reason = "r" });
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("line 1: measure must be");
    }

    [Fact]
    public async Task A_monitor_is_made_once_checked_and_tried()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        var body = new { name = "mine", measure = "FailureRate", source = "pos", limit = 0.5, reason = "for the desk" };

        (await host.Client.PostAsJsonAsync("/api/v1/monitors", body)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await host.Client.PostAsJsonAsync("/api/v1/monitors", body)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var wrong = await host.Client.PostAsJsonAsync(
            "/api/v1/monitors", new { name = "Try", measure = "FailureRate", limit = 7, certainty = 1, reason = "" });
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = await wrong.Content.ReadAsStringAsync();
        foreach (var field in (string[])["name", "limit", "certainty", "reason"]) errors.ShouldContain($"\"{field}\":");
        using var tried = await host.Client.PostAsJsonAsync("/api/v1/monitors/try", new { measure = "FailureRate" });
        (await tried.Content.ReadFromJsonAsync<MonitorTrial>(DashboardHost.Json))!.Opened.ShouldBe(0);
    }

    private static object Body(double minimumRise, string reason) => new { measure = "FailureRate", minimumRise, reason };

    private static Task<MonitorList> SeededAsync(DashboardHost host) =>
        Poll.UntilAsync(() => host.GetAsync<MonitorList>("/api/v1/monitors"), l => l.Monitors.Count == 4);

    private static async Task<MonitorImport> ImportAsync(DashboardHost host, string text)
    {
        using var answer = await host.Client.PostAsJsonAsync("/api/v1/monitors/import", new { text, reason = "test" });
        return (await answer.Content.ReadFromJsonAsync<MonitorImport>(DashboardHost.Json))!;
    }

    private static async Task<HttpResponseMessage> PutAsync(DashboardHost host, string name, string? ifMatch, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"/api/v1/monitors/{name}", UriKind.Relative))
        {
            Content = JsonContent.Create(body),
        };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await host.Client.SendAsync(request);
    }
}
