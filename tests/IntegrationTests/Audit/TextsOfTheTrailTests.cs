using System.Net;
using System.Net.Http.Json;
using System.Text;
using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Application.Auth;
using Dashboard.Domain.Auth;
using Dashboard.IntegrationTests.Auth;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Audit;

/// <summary>A walk that puts an account number and a card number into every text that an entry of the trail may have.</summary>
public sealed class TextsOfTheTrailTests : KeyHostTest
{
    private const string Account = "DE89370400440532013000";
    private const string Short = "ACC-77123";
    private const string Card = "4111111111111111";
    private const string SpacedCard = "4111 1111 1111 1111";

    private static readonly string[] Secrets = [Account, "DE89 3704 0044 0532 0130 00", Short, Card, SpacedCard];

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Auth:Mode"] = "Keys",
        ["Processing:MinDelay"] = "00:00:00",
        ["Processing:MaxDelay"] = "00:00:00.010",
    };

    [Fact]
    public async Task No_entry_and_no_export_of_the_trail_has_an_account_or_a_card_number()
    {
        using var admin = await ClientOfAsync(Role.Admin);
        using var analyst = ClientOf(await NewKeyAsync(admin, $"desk {Account} {SpacedCard}", Role.Analyst));
        await RefuseAsync(analyst);
        await ExportAsync(analyst);
        await DecideAsync(analyst);
        using var auditor = ClientOf(await NewKeyAsync(admin, "audit DE89 3704 0044 0532 0130 00", Role.Auditor));
        await SearchAsync(auditor);
        await NewKeyAsync(admin, "feed", Role.Feed, Account, Card);

        var csv = await GetAsync(auditor, "/api/v1/audit/export");
        var lines = await GetAsync(auditor, "/api/v1/audit/export?format=ndjson");
        ShouldHaveNone(csv);
        ShouldHaveNone(lines);
        ShouldHaveNone(await StoredAsync());
        // It is seen that there was a search by this account, and by this card.
        lines.ShouldContain("\\u0022account\\u0022:\\u0022****3000\\u0022");
        lines.ShouldContain("desk ****3000 411111******1111");
        lines.ShouldContain("audit ****3000");
        lines.ShouldContain("\"subject\":\"/api/v1/keys/{id}\"");
        lines.ShouldContain("\"subject\":\"/api/v1/nowhere/*/*\"");
        using var viewer = await ClientOfAsync(Role.Viewer);
        (await GetAsync(viewer, "/api/v1/reconciliation")).ShouldContain("\"isIntact\":true");
    }

    [Fact]
    public async Task A_name_with_an_account_number_is_found_in_the_trail_by_the_whole_name()
    {
        using var admin = await ClientOfAsync(Role.Admin);
        using var auditor = ClientOf(await NewKeyAsync(admin, "audit " + Account, Role.Auditor));
        await GetAsync(auditor, "/api/v1/audit");

        var page = await auditor.ReadAsync<AuditPage>("/api/v1/audit?actor=audit+" + Account);

        page.Items.Count.ShouldBe(2, "the reading before, and this one");
    }

    private static async Task RefuseAsync(HttpClient analyst)
    {
        foreach (var secret in Secrets)
        {
            var part = Uri.EscapeDataString(secret);
            using var forbidden = await analyst.DeleteAsync(new Uri("/api/v1/keys/" + part, UriKind.Relative));
            forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        // With a key that is wrong, at an address that there is not.
        using var wrong = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/nowhere/{Card}/{Short}");
        wrong.Headers.Add("X-Api-Key", "dsh_00000000_" + new string('0', 64));
        using var anonymous = new HttpClient { BaseAddress = analyst.BaseAddress };
        using var refused = await anonymous.SendAsync(wrong);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task ExportAsync(HttpClient analyst)
    {
        foreach (var field in (string[])["account", "counterparty", "reference", "source", "failureReason", "flag"])
        {
            foreach (var secret in field is "account" or "reference" ? Secrets : [Account, Card, SpacedCard])
            {
                var text = Uri.EscapeDataString(secret);
                using var answer = await analyst.GetAsync(
                    new Uri($"/api/v1/transactions/export?{field}={text}&purpose=for+{text}", UriKind.Relative));
                if (field is "account" or "reference") answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            }
        }
    }

    private async Task DecideAsync(HttpClient analyst)
    {
        await Host.IngestAsync(TestData.Item(account: Account, amount: 5_000), TestData.Item(account: Card, amount: 5_000));
        var alerts = await Poll.UntilAsync(() => analyst.ReadAsync<AlertPage>("/api/v1/alerts"), p => p.Items.Count == 2);
        foreach (var alert in alerts.Items)
            (await analyst.PostAsync(new Uri($"/api/v1/alerts/{alert.Id}/resolve", UriKind.Relative), null)).EnsureSuccessStatusCode();
    }

    private static async Task SearchAsync(HttpClient auditor)
    {
        foreach (var secret in Secrets)
        {
            foreach (var field in (string[])["actor", "subject", "action"])
            {
                await GetAsync(auditor, $"/api/v1/audit?{field}={Uri.EscapeDataString(secret)}");
                await GetAsync(auditor, $"/api/v1/audit/export?{field}={Uri.EscapeDataString(secret)}");
            }
        }
    }

    private static async Task<string> NewKeyAsync(HttpClient admin, string name, Role role, params string[] sources)
    {
        using var answer = await admin.PostAsJsonAsync("/api/v1/keys", new { name, roles = new[] { role.ToString() }, sources });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<CreatedKey>(DashboardHost.Json))!.Secret;
    }

    private static Task<string> GetAsync(HttpClient client, string path) => client.GetStringAsync(new Uri(path, UriKind.Relative));

    private static void ShouldHaveNone(string text)
    {
        foreach (var secret in Secrets) text.Contains(secret, StringComparison.OrdinalIgnoreCase).ShouldBeFalse($"{secret} in {text}");
    }

    private async Task<string> StoredAsync()
    {
        await using var connection = new SqliteConnection(Store.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqliteCommand("SELECT * FROM Audit", connection);
        await using var rows = await command.ExecuteReaderAsync();
        var text = new StringBuilder();
        while (await rows.ReadAsync())
        {
            for (var column = 0; column < rows.FieldCount; column++)
                text.Append(rows.GetValue(column) is byte[]? "" : Convert.ToString(rows.GetValue(column), null)).Append('\n');
        }

        text.Length.ShouldBeGreaterThan(1_000);
        return text.ToString();
    }
}
