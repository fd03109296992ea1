using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Infrastructure.Replay.Runs;

namespace Dashboard.IntegrationTests.Ingest.Cards;

/// <summary>Card numbers come in on every way. What is stored, answered and logged follows <c>Ingest:CardNumbers</c>.</summary>
public sealed class CardNumberTests : IDisposable
{
    private const string Card = "4111 1111 1111 1111";
    private const string Truncated = "411111******1111";
    private const string Item = $$"""{"source":"s","account":"{{Card}}","counterparty":"from {{Card}} now","amount":1,"currency":"EUR"}""";
    private const string Csv =
        $"Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n2026-01-05,{Card},{Card},SHOP,Travel,1.00,\n";

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Truncated_numbers_are_stored_on_every_way_in()
    {
        await using var host = await StartAsync(CardNumberPolicy.Truncate);

        (await PostAsync(host, "", Item)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await PostAsync(host, "/batch", $"[{Item}]")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(host, "/stream", Item + "\n")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReplayAsync(host.Client, Csv)).Accepted.ShouldBe(1);
        await host.IngestAsync(TestData.Item(account: Card));

        var stored = await host.HistoryAsync();
        stored.Count.ShouldBe(5);
        stored.ShouldAllBe(t => t.Account.Contains(Truncated));
        stored.Count(t => t.Counterparty == $"from {Truncated} now").ShouldBe(3);
        (await host.Client.GetStringAsync("/metrics")).ShouldContain("dashboard_card_numbers_total{action=\"truncated\"} 8");
    }

    [Fact]
    public async Task Refused_numbers_are_named_by_field_on_every_way_in_and_stored_on_none()
    {
        await using var host = await StartAsync(CardNumberPolicy.Refuse);

        var single = await PostAsync(host, "", Item);
        var batch = await PostAsync(host, "/batch", $"[{Item}]");
        var stream = await PostAsync(host, "/stream", Item + "\n");
        var replay = await ReplayAsync(host.Client, Csv);
        var inside = await host.IngestAsync(TestData.Item(account: Card));

        single.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await single.ErrorsAsync()).ShouldBe(["account", "counterparty"]);
        foreach (var answer in (HttpResponseMessage[])[single, batch, stream])
        {
            var text = await answer.Content.ReadAsStringAsync();
            text.ShouldContain("must not have a card number in it");
            text.ShouldNotContain("1111");
        }

        replay.Rejected.ShouldBe(1);
        JsonSerializer.Serialize(replay).ShouldNotContain(Card);
        inside[0].Outcome.ShouldBe(IngestOutcome.Rejected);
        (await host.HistoryAsync()).ShouldBeEmpty();
        var flow = (await host.WaitUntilIdleAsync()).Flow;
        (flow.Received, flow.Rejected).ShouldBe((5, 5));
    }

    [Theory]
    [InlineData(CardNumberPolicy.Truncate)]
    [InlineData(CardNumberPolicy.Refuse)]
    public async Task A_number_in_a_text_that_identifies_the_transaction_is_refused(CardNumberPolicy policy)
    {
        await using var host = await StartAsync(policy);
        using var withKey = new HttpRequestMessage(HttpMethod.Post, "/api/v1/transactions")
        {
            Content = ApiCalls.JsonBody("""{"source":"s","account":"a","amount":1,"currency":"EUR"}"""),
            Headers = { { "Idempotency-Key", Card } },
        };

        var source = await PostAsync(host, "", Item.Replace("\"s\"", $"\"{Card}\""));
        var reference = await PostAsync(host, "", $$"""{"source":"s","reference":"R{{Card}}","account":"a","amount":1,"currency":"EUR"}""");
        var key = await host.Client.SendAsync(withKey);

        (await source.ErrorsAsync()).ShouldContain("source");
        (await reference.ErrorsAsync()).ShouldBe(["reference"]);
        (await key.ErrorsAsync()).ShouldBe(["Idempotency-Key"]);
        (await host.HistoryAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(CardNumberPolicy.Allow, Card)]
    [InlineData(CardNumberPolicy.Truncate, Truncated)]
    [InlineData(CardNumberPolicy.Refuse, null)]
    public async Task A_reported_outcome_is_guarded_as_well(CardNumberPolicy policy, string? stored)
    {
        await using var host = await StartAsync(policy, mode: "External");
        var id = (await host.IngestAsync(TestData.Item()))[0].Id!.Value;

        var answer = await host.Client.PostAsync(
            $"/api/v1/transactions/{id}/outcome", ApiCalls.JsonBody($$"""{"status":"Failed","failureReason":"{{Card}}"}"""));
        var observed = await PostAsync(
            host, "", $$"""{"source":"s","account":"a","amount":1,"currency":"EUR","status":"Failed","failureReason":"{{Card}}"}""");

        if (stored is null)
        {
            (await answer.ErrorsAsync()).ShouldBe(["failureReason"]);
            (await observed.ErrorsAsync()).ShouldBe(["failureReason"]);
            return;
        }

        (await answer.Content.ReadFromJsonAsync<TransactionDto>(DashboardHost.Json))!.FailureReason.ShouldBe(stored);
        observed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await host.HistoryAsync()).ShouldAllBe(t => t.FailureReason == stored);
    }

    [Fact]
    public async Task The_same_card_is_the_same_account_however_it_is_written()
    {
        await using var host = await StartAsync(CardNumberPolicy.Truncate);
        const string First = """{"source":"s","reference":"R-1","account":"4111-1111-1111-1111","amount":1,"currency":"EUR"}""";

        var first = await PostAsync(host, "", First);
        var again = await PostAsync(host, "", First.Replace("-1111", "1111"));

        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await host.HistoryAsync("&account=" + Uri.EscapeDataString(Truncated))).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(CardNumberPolicy.Allow)]
    [InlineData(CardNumberPolicy.Truncate)]
    [InlineData(CardNumberPolicy.Refuse)]
    public async Task No_card_number_is_in_the_log(CardNumberPolicy policy)
    {
        using var program = new ChildProgram(
            _store, "Production", "--Serilog:MinimumLevel:Default=Verbose", "--Serilog:MinimumLevel:Override:Dashboard=Verbose",
            $"--Ingest:CardNumbers={policy}", "--Processing:MaxDelay=00:00:00.100");
        using var client = await program.ConnectAsync();

        await client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(Item));
        await client.PostAsync("/api/v1/transactions/batch", ApiCalls.JsonBody($"[{Item}]"));
        await ReplayAsync(client, Csv);
        await ReplayAsync(client, Csv.Replace("2026-01-05", Card));
        program.SendInterrupt();
        await program.WaitForExitAsync();

        var log = string.Join('\n', program.Output);
        log.ShouldContain("Replay finished");
        log.ShouldContain($"'{Truncated}'");
        foreach (var spelling in (string[])[Card, "4111111111111111", "1111 1111"]) log.ShouldNotContain(spelling);
        if (policy == CardNumberPolicy.Allow) log.ShouldContain("looks like a card number");
    }

    private Task<DashboardHost> StartAsync(CardNumberPolicy policy, string mode = "Simulated") => DashboardHost.StartAsync(
        _store, new() { ["Ingest:CardNumbers"] = policy.ToString(), ["Processing:Mode"] = mode });

    private static Task<HttpResponseMessage> PostAsync(DashboardHost host, string path, string body) =>
        host.Client.PostAsync("/api/v1/transactions" + path, ApiCalls.JsonBody(body));

    private static async Task<ReplayDto> ReplayAsync(HttpClient client, string file)
    {
        using var body = new StringContent(file, Encoding.UTF8, "text/csv");
        using var answer = await client.PostAsync("/api/v1/replays?mapping=capital-one", body);
        var started = (await answer.Content.ReadFromJsonAsync<ReplayDto>(DashboardHost.Json))!;
        return await Poll.UntilAsync(
            () => client.ReadAsync<ReplayDto>($"/api/v1/replays/{started.Id}"),
            r => r.State is ReplayState.Finished or ReplayState.Failed);
    }
}
