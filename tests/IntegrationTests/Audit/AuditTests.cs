using System.Net;
using System.Net.Http.Json;
using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.IntegrationTests.Auth;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Audit;

public sealed class AuditTests : KeyHostTest
{
    protected override Dictionary<string, string?> Settings => new()
    {
        ["Auth:Mode"] = "Keys",
        ["Processing:MinDelay"] = "00:00:00",
        ["Processing:MaxDelay"] = "00:00:00.010",
        ["Audit:HeadInterval"] = "00:00:01",
    };

    [Fact]
    public async Task Who_decided_on_an_alert_is_in_the_trail_with_the_state_before_and_after()
    {
        var analyst = await NewKeyAsync(Role.Analyst);
        using var client = ClientOf(analyst.Secret);
        var id = await RaiseAsync(client);

        (await DecideAsync(client, id, "acknowledge")).ShouldBe(HttpStatusCode.OK);
        (await DecideAsync(client, id, "resolve")).ShouldBe(HttpStatusCode.OK);
        (await DecideAsync(client, id, "reopen")).ShouldBe(HttpStatusCode.OK);

        var trail = await TrailAsync("?subject=" + id);
        trail.Select(e => e.Action).ShouldBe([AuditActions.AlertReopened, AuditActions.AlertResolved, AuditActions.AlertAcknowledged]);
        trail.ShouldAllBe(e => e.Kind == ActorKind.Key && "dsh_" + e.ActorId == analyst.Key.Prefix && e.Address == "127.0.0.1");
        (trail[2].Before, trail[2].After).ShouldBe(
            ("""{"status":"Open","count":1}""", """{"status":"Acknowledged","count":1,"rule":"large_amount"}"""));
    }

    [Fact]
    public async Task A_viewer_sees_the_history_of_an_alert_without_network_addresses()
    {
        using var analyst = await ClientOfAsync(Role.Analyst);
        var id = await RaiseAsync(analyst);
        foreach (var decision in (string[])["acknowledge", "resolve", "reopen"]) await DecideAsync(analyst, id, decision);
        using var viewer = await ClientOfAsync(Role.Viewer);

        var text = await viewer.GetStringAsync(new Uri($"/api/v1/alerts/{id}/history", UriKind.Relative));

        text.ShouldNotContain("127.0.0.1");
        var history = await viewer.ReadAsync<AlertDecisionPage>($"/api/v1/alerts/{id}/history");
        history.Items.Select(e => (e.Actor, e.Action)).ShouldBe(
        [
            ("a Analyst", AuditActions.AlertReopened), ("a Analyst", AuditActions.AlertResolved),
            ("a Analyst", AuditActions.AlertAcknowledged),
        ]);
        history.Items[1].After!.ShouldContain("\"Resolved\"");
        using var unknown = await viewer.GetAsync(new Uri("/api/v1/alerts/0000000000000/history", UriKind.Relative));
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Exports_keys_switches_refusals_and_reading_the_trail_are_entries()
    {
        using var viewer = await ClientOfAsync(Role.Viewer);
        using var operate = await ClientOfAsync(Role.Operator);
        (await viewer.GetAsync(new Uri("/api/v1/transactions/export", UriKind.Relative))).EnsureSuccessStatusCode();
        (await operate.PutAsJsonAsync("/api/v1/simulator", new { enabled = false, transactionsPerSecond = 3 })).EnsureSuccessStatusCode();
        (await viewer.DeleteAsync(new Uri("/api/v1/keys/0000000000000", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await TrailAsync("");

        var actions = (await TrailAsync("")).Select(e => e.Action).ToList();
        foreach (var action in (string[])[
            AuditActions.Exported, AuditActions.SimulatorChanged, AuditActions.NotAllowed, AuditActions.KeyCreated, AuditActions.TrailRead])
            actions.ShouldContain(action);
        (await TrailAsync("?action=key")).ShouldAllBe(e => e.Action == AuditActions.KeyCreated);
    }

    [Fact]
    public async Task A_changed_entry_is_named_by_the_reconciliation_and_by_verify()
    {
        await NewKeyAsync(Role.Viewer);
        await NewKeyAsync(Role.Viewer);
        await NewKeyAsync(Role.Viewer);
        await ChangeAsync("UPDATE Audit SET Actor = 'somebody else' WHERE Chain = 'program' AND Number = 2");

        using var viewer = await ClientOfAsync(Role.Viewer);
        var books = await viewer.GetStringAsync(new Uri("/api/v1/reconciliation", UriKind.Relative));

        books.ShouldContain("\"brokenAt\":2,\"fault\":\"its content does not have its hash\"");
        await VerifyShouldSayAsync("chain program, entry 2: its content does not have its hash");
    }

    [Fact]
    public async Task A_removed_entry_is_missing() => await TamperAsync(
        "DELETE FROM Audit WHERE Chain = 'program' AND Number = 2", "chain program, entry 2: it is missing");

    [Fact]
    public async Task A_tail_that_was_cut_off_is_missed_because_its_head_was_signed() => await TamperAsync(
        "DELETE FROM Audit WHERE Chain = 'program' AND Number >= 2", "chain program, entry 2: it is missing: entry 3 has a signed head");

    private async Task TamperAsync(string change, string fault)
    {
        for (var i = 0; i < 3; i++) await NewKeyAsync(Role.Viewer);
        await Poll.UntilAsync(() => Task.FromResult(Heads()), heads => heads.Contains("\"number\":3", StringComparison.Ordinal));

        await ChangeAsync(change);

        await VerifyShouldSayAsync(fault);
    }

    private string Heads()
    {
        var file = Path.ChangeExtension(new SqliteConnectionStringBuilder(Store.ConnectionString).DataSource, ".audit-heads.jsonl");
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }

    private async Task ChangeAsync(string sql)
    {
        await using var connection = new SqliteConnection(Store.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqliteCommand(sql, connection);
        (await command.ExecuteNonQueryAsync()).ShouldBeGreaterThan(0);
    }

    private async Task VerifyShouldSayAsync(string fault)
    {
        using var verify = new ChildProgram(Store, "Production", "--verify");
        (await verify.WaitForExitAsync()).ShouldBe(4);
        (await verify.WaitForLineAsync("BROKEN")).ShouldContain(fault);
    }

    private async Task<string> RaiseAsync(HttpClient client)
    {
        await Host.IngestAsync(TestData.Item(amount: 5_000));
        var page = await Poll.UntilAsync(() => client.ReadAsync<AlertPage>("/api/v1/alerts"), p => p.Items.Count == 1);
        return page.Items[0].Id;
    }

    private static async Task<HttpStatusCode> DecideAsync(HttpClient client, string id, string decision)
    {
        using var answer = await client.PostAsync(new Uri($"/api/v1/alerts/{id}/{decision}", UriKind.Relative), null);
        return answer.StatusCode;
    }

    private async Task<IReadOnlyList<AuditEntryDto>> TrailAsync(string query)
    {
        using var auditor = await ClientOfAsync(Role.Auditor);
        return (await auditor.ReadAsync<AuditPage>("/api/v1/audit" + query)).Items;
    }
}
