using CsCheck;
using Dashboard.Application.Flagging;
using Dashboard.Application.Metrics.Windows;
using Dashboard.UnitTests.Common;
using Microsoft.Extensions.Options;

namespace Dashboard.UnitTests.Flagging;

public sealed class FlaggingRulesTests
{
    [Theory]
    [InlineData("999.99", "EUR", false)]
    [InlineData("1000", "EUR", true)]
    [InlineData("-1000", "EUR", true)]
    [InlineData("5000", "USD", false)]
    [InlineData("150000", "JPY", true)]
    public void Evaluate_Amount_IsFlaggedFromTheLimitOfItsCurrencyOn(string amount, string currency, bool flagged)
    {
        var rules = Rules(o =>
        {
            o.LargeAmounts["EUR"] = 1000;
            o.LargeAmounts["JPY"] = 150_000;
        });

        var flags = rules.Evaluate(Some.Details(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency));

        flags.Contains(FlaggingRules.LargeAmount).ShouldBe(flagged);
    }

    [Fact]
    public void Evaluate_OneMoreThanTheVelocityLimit_IsFlagged()
    {
        var rules = Rules(o => o.VelocityLimit = 3);

        var flags = Enumerable.Range(0, 5).Select(i => rules.Evaluate(Some.Details(createdAt: Some.Time.AddSeconds(i)))).ToList();

        flags.Select(f => f.Contains(FlaggingRules.HighVelocity)).ShouldBe([false, false, false, true, true]);
    }

    [Fact]
    public void Evaluate_OtherAccountsAndOldTimes_DoNotCount()
    {
        var rules = Rules(o => o.VelocityLimit = 1);

        rules.Evaluate(Some.Details(account: "A")).ShouldBeEmpty();
        rules.Evaluate(Some.Details(account: "B")).ShouldBeEmpty();
        rules.Evaluate(Some.Details(account: "A", createdAt: Some.Time.AddMinutes(1))).ShouldBeEmpty();
        rules.Evaluate(Some.Details(account: "A", createdAt: Some.Time.AddSeconds(61))).ShouldBe([FlaggingRules.HighVelocity]);
    }

    [Fact]
    public void Describe_LargeAmount_NamesTheAmountAndTheLimitButNotTheAccount()
    {
        var rules = Rules(o => o.LargeAmounts["EUR"] = 1000);

        var message = rules.Describe(FlaggingRules.LargeAmount, Some.Details(12_345.60m, account: "SECRET-9"));

        message.ShouldContain("12,345.60 EUR");
        message.ShouldContain("1,000.00");
        message.ShouldNotContain("SECRET-9");
    }

    [Fact]
    public void Exceeds_RandomStream_EqualsANaiveCount() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 300]).Array[1, 200].Sample(steps =>
        {
            const int Limit = 4;
            var counter = new VelocityCounter(Limit, TimeSpan.FromSeconds(60), maxAccounts: 100);
            var seen = new List<(string Account, DateTimeOffset At)>();
            var at = Some.Time;
            foreach (var (account, secondsOn) in steps)
            {
                at = at.AddSeconds(secondsOn % 30);
                var name = "A" + account;
                var expected = seen.Count(s => s.Account == name && s.At <= at && s.At > at.AddSeconds(-60)) + 1 > Limit;

                counter.Exceeds(name, at).ShouldBe(expected);
                seen.Add((name, at));
            }
        });

    [Fact]
    public void Exceeds_OtherAccountsFillOneGeneration_TheBusyOneIsStillKnown()
    {
        var counter = new VelocityCounter(limit: 2, TimeSpan.FromMinutes(1), maxAccounts: 10);
        counter.Exceeds("busy", Some.Time);
        counter.Exceeds("busy", Some.Time);

        for (var i = 0; i < 7; i++) counter.Exceeds("other" + i, Some.Time);

        counter.Exceeds("busy", Some.Time).ShouldBeTrue();
    }

    [Fact]
    public void Exceeds_ManyAccounts_MemoryStaysBounded()
    {
        var counter = new VelocityCounter(3, TimeSpan.FromMinutes(1), maxAccounts: 100);

        for (var i = 0; i < 10_000; i++) counter.Exceeds("A" + i, Some.Time);

        counter.Accounts.ShouldBeLessThanOrEqualTo(100);
    }

    private static FlaggingRules Rules(Action<FlaggingOptions> set)
    {
        var options = new FlaggingOptions();
        set(options);
        return new FlaggingRules(Options.Create(options));
    }
}
