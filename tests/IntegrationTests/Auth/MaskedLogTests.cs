using System.Net.Http.Json;
using Dashboard.Application.Alerts;

namespace Dashboard.IntegrationTests.Auth;

/// <summary>The log of the program in its finest level, after calls that put account and card numbers everywhere.</summary>
public sealed class MaskedLogTests : IDisposable
{
    private const string Account = "DE89370400440532013000";
    private const string Counterparty = "GB29NWBK60161331926819";
    private const string Card = "4111111111111111";

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task No_line_of_the_log_has_an_account_or_a_card_number()
    {
        using var program = new ChildProgram(
            _store, "Development", "--Serilog:MinimumLevel:Default=Verbose", "--Simulator:Enabled=false",
            "--Processing:MinDelay=00:00:00", "--Processing:MaxDelay=00:00:00.010");
        using var client = await program.ConnectAsync();
        foreach (var account in (string[])[Account, Card])
        {
            var payment = new
            {
                reference = "r-" + account[^4..],
                source = "POS",
                account,
                counterparty = Counterparty,
                amount = 5_000,
                currency = "EUR",
                createdAt = TimeProvider.System.GetUtcNow(),
            };
            await SendAsync(client, "/api/v1/transactions", payment);
            // Taken by other content, unreadable, and invalid.
            await SendAsync(client, "/api/v1/transactions", payment with { amount = 6_000 });
            await SendAsync(client, "/api/v1/transactions/batch", new[] { payment, payment with { currency = account } });
            await SendAsync(client, "/api/v1/transactions", account);
        }

        var alerts = await Poll.UntilAsync(() => client.ReadAsync<AlertPage>("/api/v1/alerts"), p => p.Items.Count == 2);
        foreach (var alert in alerts.Items) await SendAsync(client, $"/api/v1/alerts/{alert.Id}/resolve", new { });
        foreach (var path in (string[])[$"/api/v1/transactions?account={Account}", $"/api/v1/transactions/export?account={Card}&purpose={Account}",
            $"/api/v1/transactions/{Card}", $"/api/v1/nowhere/{Account}", $"/history?account={Account}"])
            using (await client.GetAsync(new Uri(path, UriKind.Relative))) { }

        program.SendTerminate();
        await program.WaitForExitAsync();

        program.Output.ShouldContain(l => l.Contains("alert large_amount", StringComparison.Ordinal), "the log has the alerts");
        foreach (var secret in (string[])[Account, Counterparty, Card])
            program.Output.ShouldNotContain(l => l.Contains(secret, StringComparison.Ordinal));
    }

    private static async Task SendAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
    }
}
