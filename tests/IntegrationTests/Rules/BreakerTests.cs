using System.Text.Json;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Rules;

/// <summary>A rule that floods everybody is taken back, and others go on.</summary>
public sealed class BreakerTests : HostTest
{
    [Fact]
    public async Task A_rule_that_is_always_true_is_taken_back_with_one_alert_and_others_go_on()
    {
        await Host.PublishAsync("any", "amount > 0 EUR or amount <= 0 EUR");
        await Host.IngestAsync([.. Enumerable.Range(0, 60).Select(i => TestData.Item(amount: i == 0 ? 5_000 : 5, account: $"A-{i}"))]);

        // The program looks each second by itself.
        var rule = await Poll.UntilAsync(
            () => Host.GetAsync<RuleDto>("/api/v1/rules/any"), r => r.State == RuleState.Shadow, TimeSpan.FromSeconds(10));

        rule.Versions.Single().StoppedAt.ShouldNotBeNull();
        (await Host.GetAsync<RuleHistory>("/api/v1/rules/any/history")).Changes[0].ShouldSatisfyAllConditions(
            c => c.Kind.ShouldBe(RuleChangeKind.Stopped), c => c.By.ShouldBe("the program"),
            c => c.Reason.ShouldStartWith("It matched 60 of the 60 payments of the last minute"));
        foreach (var other in (await Host.GetAsync<RuleList>("/api/v1/rules")).Rules.Where(r => r.Name != "any"))
            other.State.ShouldBe(RuleState.Live);
        var alerts = await Poll.UntilAsync(
            () => Host.GetAsync<JsonElement>("/api/v1/alerts?severity=Critical"),
            a => a.GetProperty("items").EnumerateArray().Any(i => i.GetProperty("rule").GetString() == "rule_stopped"));
        var alert = alerts.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("rule").GetString() == "rule_stopped");
        (alert.GetProperty("subject").GetString(), alert.GetProperty("count").GetInt32()).ShouldBe(("any", 1));

        var flags = (await Host.IngestAsync(TestData.Item(amount: 5_000)))[0].Flags;
        flags.ShouldBe(["large_amount"]);
    }

    [Fact]
    public async Task One_call_restores_a_rule_that_was_taken_back()
    {
        await Host.PublishAsync("any", "amount > 0 EUR or amount <= 0 EUR");
        await Host.IngestAsync([.. Enumerable.Range(0, 60).Select(i => TestData.Item(amount: 5, account: $"A-{i}"))]);
        await Poll.UntilAsync(() => Host.GetAsync<RuleDto>("/api/v1/rules/any"), r => r.State == RuleState.Shadow);

        using var restored = await Host.PostRuleAsync("any/restore", new { reason = "a migration" });

        restored.IsSuccessStatusCode.ShouldBeTrue();
        await Host.Services.GetRequiredService<Application.Rules.Breaker.RuleBreaker>().CheckOnceAsync(CancellationToken.None);
        (await Host.GetAsync<RuleDto>("/api/v1/rules/any")).State.ShouldBe(RuleState.Live);
        (await Host.IngestAsync(TestData.Item(amount: 5)))[0].Flags.ShouldBe(["any"]);
    }
}
