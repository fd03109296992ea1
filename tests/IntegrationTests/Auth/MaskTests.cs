using System.Net;
using System.Text;
using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.IntegrationTests.Auth;

public sealed class MaskTests : KeyHostTest
{
    private const string Account = "DE89370400440532013000";
    private const string Other = "GB29NWBK60161331926819";
    private const string Mask = "****3000";

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Auth:Mode"] = "Keys",
        ["Processing:MinDelay"] = "00:00:00",
        ["Processing:MaxDelay"] = "00:00:00.010",
        ["Auth:ExportPurpose"] = "true",
    };

    [Fact]
    public async Task A_viewer_receives_no_byte_of_an_account_number_and_an_analyst_does()
    {
        await Host.IngestAsync(TestData.Item(account: Account, amount: 5_000) with { Counterparty = Other });
        using var viewer = await ClientOfAsync(Role.Viewer);
        using var analyst = await ClientOfAsync(Role.Analyst);
        var alert = (await Poll.UntilAsync(() => analyst.ReadAsync<AlertPage>("/api/v1/alerts"), p => p.Items.Count == 1)).Items[0];
        var id = alert.TransactionId;
        string[] paths =
        [
            "/api/v1/transactions", "/api/v1/transactions?account=" + Account, "/api/v1/transactions/" + id,
            "/api/v1/transactions/export?purpose=audit", "/api/v1/transactions/export?purpose=audit&format=ndjson",
            "/api/v1/alerts", "/api/v1/alerts?subject=" + Account,
            "/api/v1/profile?account=" + Account,
        ];

        foreach (var path in paths)
        {
            var seen = await viewer.GetStringAsync(new Uri(path, UriKind.Relative));
            (seen.Contains(Account, StringComparison.Ordinal) || seen.Contains(Other, StringComparison.Ordinal)).ShouldBeFalse(path);
            seen.ShouldContain(Mask, customMessage: path);
            (await analyst.GetStringAsync(new Uri(path, UriKind.Relative))).ShouldContain(Account, customMessage: path);
        }
    }

    [Theory]
    [InlineData(Role.Viewer, Mask)]
    [InlineData(Role.Analyst, Account)]
    public async Task The_hub_masks_batches_snapshots_alerts_and_what_is_resumed(Role role, string shown)
    {
        var seen = new StringBuilder();
        await using var connection = new HubConnectionBuilder().WithUrl(
            new Uri(Host.Address, "/hubs/dashboard"), async o =>
            {
                var secret = (await NewKeyAsync(role)).Secret;
                o.AccessTokenProvider = () => Task.FromResult<string?>(secret);
            }).Build();
        foreach (var method in (string[])["ReceiveTransactionBatch", "ReceiveAlert"])
            connection.On<System.Text.Json.JsonElement>(method, e => { lock (seen) seen.Append(method).Append(e.GetRawText()); });
        await connection.StartAsync();
        await Host.IngestAsync(TestData.Item(account: Account, amount: 5_000));
        await Poll.UntilAsync(() => Task.FromResult(Seen()), s => s.Contains("ReceiveAlert", StringComparison.Ordinal));
        var resumed = await connection.InvokeAsync<System.Text.Json.JsonElement>("Resume", "none", 0L);

        foreach (var text in (string[])[Seen(), resumed.GetRawText()])
        {
            text.ShouldContain(shown);
            if (role == Role.Viewer) text.ShouldNotContain(Account);
        }

        string Seen()
        {
            lock (seen) return seen.ToString();
        }
    }

    [Fact]
    public async Task An_export_names_its_purpose_in_the_trail_and_no_account()
    {
        using var viewer = await ClientOfAsync(Role.Viewer);
        using var refused = await viewer.GetAsync(new Uri("/api/v1/transactions/export?account=" + Account, UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("purpose");

        await viewer.GetStringAsync(new Uri($"/api/v1/transactions/export?purpose=chargeback+7&account={Account}", UriKind.Relative));

        using var auditor = await ClientOfAsync(Role.Auditor);
        var entry = (await auditor.ReadAsync<AuditPage>("/api/v1/audit?action=" + AuditActions.Exported)).Items.ShouldHaveSingleItem();
        entry.After!.ShouldContain("chargeback 7");
        entry.After!.ShouldContain(Mask);
        entry.After!.ShouldNotContain(Account);
    }
}
