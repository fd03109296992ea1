using System.Collections.Immutable;
using Dashboard.Application.Flagging;
using Dashboard.Application.Rules.Seeding;
using Dashboard.Domain.Transactions;
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

        var flags = rules.Evaluate(TestData.Details(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency));

        flags.Contains(FlaggingRules.LargeAmount).ShouldBe(flagged);
    }

    [Fact]
    public void Evaluate_OneMoreThanTheVelocityLimit_IsFlagged()
    {
        var rules = Rules(o => o.VelocityLimit = 3);

        var flags = Enumerable.Range(0, 5).Select(i => EvaluateAndStore(rules, TestData.Details(createdAt: TestData.Time.AddSeconds(i))))
            .ToList();

        flags.Select(f => f.Contains(FlaggingRules.HighVelocity)).ShouldBe([false, false, false, true, true]);
    }

    [Fact]
    public void Evaluate_OtherAccountsAndOldTimes_DoNotCount()
    {
        var rules = Rules(o => o.VelocityLimit = 1);

        EvaluateAndStore(rules, TestData.Details(account: "A")).ShouldBeEmpty();
        EvaluateAndStore(rules, TestData.Details(account: "B")).ShouldBeEmpty();
        EvaluateAndStore(rules, TestData.Details(account: "A", createdAt: TestData.Time.AddMinutes(1))).ShouldBeEmpty();
        EvaluateAndStore(rules, TestData.Details(account: "A", createdAt: TestData.Time.AddSeconds(61)))
            .ShouldBe([FlaggingRules.HighVelocity]);
    }

    [Fact]
    public void Evaluate_AgainAndAgain_ChangesNothing()
    {
        var rules = Rules(o => o.VelocityLimit = 1);

        Enumerable.Range(0, 10).Select(_ => rules.Evaluate(TestData.Details())).ShouldAllBe(f => f.IsEmpty);
    }

    [Fact]
    public void Evaluate_BesideExpectedPayments_CountsThemUntilTheyAreSettledAsNotStored()
    {
        var rules = Rules(o => o.VelocityLimit = 1);
        rules.Expect(TestData.Details(reference: "R-1"));

        rules.Evaluate(TestData.Details(reference: "R-2")).ShouldBe([FlaggingRules.HighVelocity]);
        rules.Settle(TestData.Details(reference: "R-1"), isStored: false);
        rules.Evaluate(TestData.Details(reference: "R-2")).ShouldBeEmpty();
    }

    [Fact]
    public void Evaluate_AfterRetries_CountsThePaymentOnce()
    {
        var rules = Rules(o => o.VelocityLimit = 1);
        EvaluateAndStore(rules, TestData.Details(reference: "R-1"));
        var retry = TestData.Details(reference: "R-1", createdAt: TestData.Time.AddSeconds(1));
        rules.Expect(retry);

        rules.Evaluate(retry).ShouldBeEmpty();
        rules.Settle(retry, isStored: false);
        rules.Evaluate(TestData.Details(reference: "R-2", createdAt: TestData.Time.AddSeconds(2))).ShouldBe([FlaggingRules.HighVelocity]);
    }

    [Fact]
    public void Describe_LargeAmount_NamesTheAmountAndTheLimitButNotTheAccount()
    {
        var rules = Rules(o => o.LargeAmounts["EUR"] = 1000);

        var message = rules.Describe(FlaggingRules.LargeAmount, TestData.Details(12_345.60m, account: "SECRET-9"));

        message.ShouldContain("12,345.60 EUR");
        message.ShouldContain("1,000.00");
        message.ShouldNotContain("SECRET-9");
    }

    private static ImmutableArray<string> EvaluateAndStore(FlaggingRules rules, TransactionDetails details)
    {
        var flags = rules.Evaluate(details);
        rules.Expect(details);
        rules.Settle(details, isStored: true);
        return flags;
    }

    private static FlaggingRules Rules(Action<FlaggingOptions> set)
    {
        var options = new FlaggingOptions();
        set(options);
        return new FlaggingRules(Options.Create(options));
    }
}
