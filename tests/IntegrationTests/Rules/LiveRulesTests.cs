using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Domain.Rules;

namespace Dashboard.IntegrationTests.Rules;

/// <summary>Rules decide on payments when they are stored.</summary>
public sealed class LiveRulesTests : HostTest
{
    private static readonly DateTimeOffset Start = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    protected override Dictionary<string, string?> Settings => new() { ["Rules:HotTransactions"] = "10000" };

    [Fact]
    public async Task Repeats_of_a_payment_do_not_count_for_its_account()
    {
        for (var i = 0; i < 7; i++) await Host.IngestAsync(Payment(0, reference: "R-1"));
        await Host.IngestAsync(Payment(1));

        (await Host.HistoryAsync()).ShouldAllBe(t => t.Flags.Count == 0);
    }

    [Fact]
    public async Task A_restart_forgets_no_window()
    {
        using var store = new TemporaryStore();
        await using (var first = await DashboardHost.StartAsync(store, Settings))
        {
            for (var i = 0; i < 5; i++) await first.IngestAsync(Payment(i));
        }

        await using var next = await DashboardHost.StartAsync(store, Settings);
        await next.IngestAsync(Payment(5));
        await next.IngestAsync(Payment(6));

        (await next.HistoryAsync("&flag=high_velocity")).Select(t => t.CreatedAt.Second).ShouldBe([6, 5]);
    }

    [Fact]
    public async Task A_rule_that_goes_live_counts_what_was_stored_before_and_says_why_it_flags()
    {
        for (var i = 0; i < 3; i++) await Host.IngestAsync(Payment(i));
        await Host.PublishAsync("fast", "count per account over 10m > 3");

        var taken = await Host.Client.PostAsync(
            "/api/v1/transactions",
            ApiCalls.JsonBody("""{"source":"pos","account":"ACC-1","amount":5,"currency":"EUR","createdAt":"2026-03-14T09:00:03Z"}"""));

        taken.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var answer = await taken.JsonAsync();
        answer.GetProperty("flags").EnumerateArray().Select(f => f.GetString()).ShouldBe(["fast"]);
        var shown = await Host.GetAsync<TransactionWithTimeline>("/api/v1/transactions/" + answer.GetProperty("id").GetString());
        shown.Transaction.Flags.ShouldBe(["fast"]);
        var decision = shown.Decisions.Single();
        (decision.Rule, decision.Version, decision.State, decision.IsFlag).ShouldBe(("fast", 1, RuleState.Live, true));
        var reason = decision.Because.Single();
        (reason.Text, reason.Value, reason.Is, reason.Limit, reason.Window).ShouldBe(
            ("count per account over 10m", "4", ">", "3", "PT10M"));
        decision.Sentence.ShouldBe("4 payments of the account in 10 minutes, limit 3.");
        var alerts = await Poll.UntilAsync(
            () => Host.GetAsync<JsonElement>("/api/v1/alerts"), a => a.GetProperty("items").GetArrayLength() == 1);
        alerts.GetProperty("items")[0].GetProperty("message").GetString().ShouldBe(decision.Sentence);
    }

    [Fact]
    public async Task A_rule_in_shadow_decides_and_flags_nothing()
    {
        await Host.PublishAsync("any", "amount > 0 EUR", RuleState.Shadow);

        var answers = await Host.IngestAsync(Payment(0), Payment(1));

        answers.ShouldAllBe(a => a.Flags.Count == 0);
        var shown = await Host.GetAsync<TransactionWithTimeline>("/api/v1/transactions/" + answers[0].Id);
        (shown.Transaction.Flags.Count, shown.Decisions.Single().State, shown.Decisions.Single().IsFlag).ShouldBe(
            (0, RuleState.Shadow, false));
    }

    [Fact]
    public async Task Payments_of_one_call_see_each_other_in_their_order()
    {
        var answers = await Host.IngestAsync([.. Enumerable.Range(0, 8).Select(i => Payment(i))]);

        answers.Select(a => a.Flags.Count).ShouldBe([0, 0, 0, 0, 0, 1, 1, 1]);
    }

    [Fact]
    public async Task A_window_that_does_not_fit_is_refused_with_the_number()
    {
        for (var call = 0; call < 3; call++)
            await Host.IngestAsync([.. Enumerable.Range(0, 4_000).Select(i => Payment(i, account: $"A-{i}"))]);
        await Host.PostRuleAsync("", new { name = "long", expression = "count per account over 24h > 5", reason = "x" });

        using var refused = await Host.PostRuleAsync("long/state", new { state = "Shadow", reason = "look" });

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("Rules:HotTransactions is 10,000.");
    }

    [Fact]
    public async Task A_recount_of_the_decisions_differs_in_none()
    {
        await Host.PublishAsync("fast", "count per account over 10m > 3", RuleState.Shadow);
        await SendAsync(0);
        await Host.PostRuleAsync("fast/state", new { state = "Rollout", percent = 50, reason = "try" });
        await SendAsync(1_000);
        await Host.PostRuleAsync("fast/state", new { state = "Live", reason = "good" });
        await SendAsync(2_000);
        await Host.PublishAsync("first", "first_seen per account, counterparty and amount > 10 EUR");
        await SendAsync(3_000);

        var report = await VerifyAsync();

        (report.Payments, report.NotDecided, report.Differ).ShouldBe((1_280, 0, 0), string.Join('\n', report.Differences));
        report.Decisions.ShouldBeGreaterThan(500);
        var flagged = (await Host.HistoryAsync("&flag=fast")).Count;
        flagged.ShouldBeInRange(1, (int)report.Decisions);

        async Task SendAsync(int first) => await Task.WhenAll(Enumerable.Range(0, 32).Select(async sender =>
        {
            for (var i = 0; i < 10; i++)
            {
                await Host.IngestAsync(Payment(
                    first + (sender * 7 + i * 13) % 400, account: $"A-{(sender + i) % 9}", amount: 5 + sender % 10));
            }
        }));
    }

    private async Task<RuleVerification> VerifyAsync()
    {
        using var response = await Host.PostRuleAsync("verify", new { });
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<RuleVerification>(DashboardHost.Json))!;
    }

    private static NewTransaction Payment(int second, string? reference = null, string account = "ACC-1", decimal amount = 5) =>
        TestData.Item(amount, account: account, reference: reference, createdAt: Start.AddSeconds(second));
}
