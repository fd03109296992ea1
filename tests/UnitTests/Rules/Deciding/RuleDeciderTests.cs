using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Options;

namespace Dashboard.UnitTests.Rules.Deciding;

public sealed class RuleDeciderTests
{
    private static readonly RuleVersion[] Rules =
    [
        RuleVersions.New("fast", "count per account over 1m > 3"),
        RuleVersions.New("sum", "sum(amount) per account over 10m >= 100 EUR", RuleState.Shadow),
        RuleVersions.New("new", "first_seen per account, counterparty and amount > 10 EUR"),
        RuleVersions.New("median", "amount > 2 * median(amount) per account over 1h", RuleState.Rollout, 40),
        RuleVersions.New("many", "distinct(source) per account over 1h >= 3"),
    ];

    [Fact]
    public void Decide_WithAttemptsThatAreTakenBack_DecidesAsIfTheyHadNotBeen()
    {
        var random = new Random(7);
        var payments = Payments(3_000, random);
        var (disturbed, plain) = (Decider(Rules), Decider(Rules));
        var expected = payments.Select(p => Attempt(plain, [p], isKept: true)[0]).ToList();

        var actual = new List<PaymentDecisions>();
        for (var next = 0; next < payments.Count;)
        {
            var batch = payments.Skip(next).Take(random.Next(1, 40)).ToList();
            if (random.Next(3) == 0)
            {
                Attempt(disturbed, [.. batch.Take(random.Next(1, batch.Count + 1))], isKept: false);
                if (random.Next(2) == 0) Attempt(disturbed, Payments(5, random), isKept: false);
            }

            actual.AddRange(Attempt(disturbed, batch, isKept: true));
            next += batch.Count;
        }

        actual.Select(Written).ShouldBe(expected.Select(Written));
        expected.Count(e => e.Flags.Count > 0).ShouldBeGreaterThan(100);
    }

    [Fact]
    public void PlaceFor_IdsThatComeLate_AreAboveAllBeforeThem()
    {
        var decider = Decider(Rules);
        var first = new OrderedIds(TimeProvider.System).Next().Value + (1L << 30);
        long Place(long id) => decider.PlaceFor(new TransactionId(first + id)) ?? first + id;

        decider.BeginAttempt();
        long[] places = [Place(10), Place(20), Place(5), Place(21), Place(21 + 1), Place(30)];

        places.Select(p => p - first).ShouldBe([10, 20, 21, 22, 23, 30]);
        decider.TakeBack();
        decider.BeginAttempt();
        Place(10).ShouldBe(first + 10, "an attempt that is tried again gets the same places");
    }

    [Fact]
    public void Begin_WithOtherRulesOverTheSameWindows_KeepsTheWindows()
    {
        var decider = Decider([RuleVersions.New("fast", "count per account over 1m > 1")]);
        Attempt(decider, Payments(1, new Random(1)), isKept: true);

        decider.Want([RuleVersions.New("fast", "count per account over 1m > 0", number: 2)]);
        decider.Begin();

        decider.Build.ShouldBeNull();
        Attempt(decider, Payments(1, new Random(1)), isKept: true)[0].All.Single().Because.Single().Value.ShouldBe("2");
    }

    [Fact]
    public void Begin_WithOtherWindows_GoesOnWithTheOldRulesUntilTheyAreFilled()
    {
        var decider = Decider([RuleVersions.New("fast", "count per account over 1m > 0")]);
        decider.Want([RuleVersions.New("sum", "sum(amount) per account over 1m > 0 EUR")]);
        decider.Begin();
        var meanwhile = Attempt(decider, Payments(2, new Random(1)), isKept: true);
        Attempt(decider, Payments(3, new Random(2)), isKept: false);

        decider.Build!.End(0);
        decider.Begin();

        meanwhile.ShouldAllBe(m => m.Flags.Single() == "fast");
        var next = Attempt(decider, Payments(1, new Random(1)), isKept: true)[0].All.Single();
        var last = Payments(1, new Random(1))[0].Details;
        var amounts = Payments(2, new Random(1)).Where(p => p.Details.Account == last.Account).Sum(p => p.Details.Amount.Amount)
            + last.Amount.Amount;
        (next.Rule, next.Because.Single().Value).ShouldBe(
            ("sum", $"{amounts.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)} EUR"));
    }

    [Fact]
    public void Decide_MoreRulesThanATransactionCarries_FlagsTheMostSevere()
    {
        var decider = Decider(
        [
            .. Enumerable.Range(0, 10).Select(i => RuleVersions.New(
                $"r{i}", "amount > 0 EUR", severity: i == 9 ? AlertSeverity.Critical : AlertSeverity.Info)),
        ]);

        var decided = Attempt(decider, Payments(1, new Random(1)), isKept: true)[0];

        decided.Flags.ShouldBe(["r9", "r0", "r1", "r2", "r3", "r4", "r5", "r6"]);
        decided.All.Count.ShouldBe(10);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Decide_AccountThatIsFilledIn_IsNotCounted(bool isStated, bool isFlagged)
    {
        var decider = Decider([RuleVersions.New("fast", "count per account over 1m > 1")]);
        var ids = new OrderedIds(TimeProvider.System);
        List<Transaction> payments =
        [
            .. Enumerable.Range(0, 2).Select(_ => Transaction.Receive(
                new TransactionId(ids.Next()), TestData.Details() with { AccountIsStated = isStated }, flags: [])),
        ];

        Attempt(decider, payments, isKept: true)[1].Flags.ShouldBe(isFlagged ? ["fast"] : []);
    }

    [Fact]
    public void Decide_ForManyAccounts_KeepsNoTextOfPaymentsThatWereGivenUp()
    {
        var table = new RuleFiguresTable();
        var engine = new DecisionEngine(
            [RuleVersions.New("fast", "count per account over 1m > 3")], new RuleOptions { HotTransactions = 10_000 }, table);
        for (var i = 0; i < 30_000; i++)
        {
            engine.Decide(new StoredPayment(
                i + 1, "pos", $"account-{i}", null, null, 100, "EUR", TransactionStatus.Pending, TestData.Time.UtcDateTime.AddSeconds(i)));
            engine.Keep(second: 0);
        }

        engine.Texts.ShouldBeLessThan(10_010);
    }

    private static List<Transaction> Payments(int count, Random random)
    {
        var ids = new OrderedIds(TimeProvider.System);
        return
        [
            .. Enumerable.Range(0, count).Select(i => Transaction.Receive(
                new TransactionId(ids.Next()),
                TestData.Details(
                    random.Next(1, 60), account: $"A-{random.Next(12)}", source: $"s-{random.Next(4)}",
                    createdAt: TestData.Time.AddSeconds(i / 4 - random.Next(3))),
                flags: [])),
        ];
    }

    private static IReadOnlyList<PaymentDecisions> Attempt(RuleDecider decider, List<Transaction> payments, bool isKept)
    {
        decider.BeginAttempt();
        var decided = decider.Decide([.. payments.Select(p => (p, decider.PlaceFor(p.Id)))]);
        if (isKept) decider.Keep();
        else decider.TakeBack();
        return decided;
    }

    private static string Written(PaymentDecisions decided) =>
        $"{string.Join(',', decided.Flags)}: {string.Join("; ", decided.All.Select(d => $"{d.Rule} {d.Sentence}"))}";

    private static RuleDecider Decider(RuleVersion[] rules)
    {
        var clock = TimeProvider.System;
        var decider = new RuleDecider(new RuleFiguresTable(), new OrderedIds(clock), clock, Options.Create(new RuleOptions()));
        decider.Want(rules);
        decider.Begin();
        decider.Build!.End(0);
        decider.Begin();
        return decider;
    }
}
