using CsCheck;
using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Recent;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.UnitTests.Monitors;

/// <summary>An explanation counts the payments of both spans exactly, compared with a plain recount.</summary>
public class ExplainerTests
{
    private static readonly OrderedIds Ids = new(TimeProvider.System);

    private static readonly Gen<Payment[]> Payments =
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 30], Gen.Bool, (second, source, currency, account, failed) =>
            new Payment(second, "s" + source, ((string[])["EUR", "USD", "JPY"])[currency], "a" + account, failed)).Array[50, 400];

    [Fact]
    public void Every_line_equals_a_plain_recount() => Payments.Sample(payments =>
    {
        var recent = new RecentPayments(1_000);
        foreach (var payment in payments) recent.Add(payment.Ended(), isSlow: false);

        var report = Explainer.Explain(recent, Measure.FailureRate, new(10, 20), new(0, 10));

        var span = payments.Where(p => p.Second >= 10).ToList();
        var before = payments.Where(p => p.Second < 10).ToList();
        report.Span.Payments.ShouldBe(span.Count);
        report.Span.Bad.ShouldBe(span.Count(p => p.Failed));
        report.Baseline.Payments.ShouldBe(before.Count);
        report.Baseline.Bad.ShouldBe(before.Count(p => p.Failed));
        report.IsComplete.ShouldBeTrue();
        foreach (var line in report.Slices)
        {
            var matching = span.Where(p => line.Conditions.All(c => p.Has(c.Key, c.Value))).ToList();
            line.Payments.ShouldBe(matching.Count);
            line.Bad.ShouldBe(matching.Count(p => p.Failed));
            if (span.Count > matching.Count)
                line.ShareWithout!.Value.ShouldBe(
                    (double)(span.Count(p => p.Failed) - line.Bad) / (span.Count - matching.Count), tolerance: 1e-12);
        }
    }, iter: 200);

    [Fact]
    public void Groups_of_unequal_size_mislead_nobody()
    {
        var recent = new RecentPayments(10_000);
        // The large source has the most failures, before and now; the small one has changed.
        foreach (var second in (int[])[5, 15])
        {
            for (var i = 0; i < 1_900; i++) recent.Add(new Payment(second, "large", "EUR", "a" + i % 500, i % 10 == 0).Ended(), false);
            for (var i = 0; i < 100; i++)
                recent.Add(new Payment(second, "small", "EUR", "a" + i, second == 15 ? i % 5 > 1 : i % 50 == 0).Ended(), isSlow: false);
        }

        var best = Explainer.Explain(recent, Measure.FailureRate, new(10, 20), new(0, 10)).Slices[0];

        best.Conditions.ShouldBe(new Dictionary<string, string> { ["source"] = "small" });
    }

    [Fact]
    public void What_is_no_longer_in_memory_is_said()
    {
        var recent = new RecentPayments(100);
        for (var i = 0; i < 150; i++) recent.Add(new Payment(i / 10, "s", "EUR", "a", false).Ended(), isSlow: false);

        Explainer.Explain(recent, Measure.FailureRate, new(10, 15), new(5, 10)).IsComplete.ShouldBeTrue();
        Explainer.Explain(recent, Measure.FailureRate, new(10, 15), new(4, 10)).IsComplete.ShouldBeFalse();
        recent.Count.ShouldBe(100);
    }

    [Fact]
    public void Values_that_no_payment_holds_any_more_make_room()
    {
        var recent = new RecentPayments(100);
        for (var i = 0; i < 2 * ValueTable.MaxValues; i++)
            recent.Add(new Payment(i / 10_000, "s", "EUR", "a" + i, false).Ended(), isSlow: false);

        recent.Names(Field.Account).Followed.ShouldBe(100);
        recent.Names(Field.Account).Length.ShouldBeLessThanOrEqualTo(102);
    }

    private sealed record Payment(int Second, string Source, string CurrencyCode, string Account, bool Failed)
    {
        public Transaction Ended()
        {
            var details = TransactionDetails.Create(
                Source, null, null, Account, "Shop", Money.FromMinorUnits(1_234, Currency.FromCode(CurrencyCode)), TestData.Time);
            var started = Transaction.Receive(new TransactionId(Ids.Next()), details, []).Start();
            var (at, took) = (DateTimeOffset.FromUnixTimeSeconds(Second), TimeSpan.FromMilliseconds(200));
            return Failed ? started.Fail(at, took, "declined") : started.Complete(at, took);
        }

        public bool Has(string field, string value) => field switch
        {
            "source" => Source == value,
            "currency" => CurrencyCode == value,
            "account" => Account == value,
            "counterparty" => value == "Shop",
            "flag" => value == "(none)",
            "amount" => value == Bands.OfAmount(Money.FromMinorUnits(1_234, Currency.FromCode(CurrencyCode))),
            "duration" => value == "128 to 256 ms",
            _ => false,
        };
    }
}
