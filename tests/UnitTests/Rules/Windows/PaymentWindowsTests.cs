using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Windows;
using Dashboard.Domain.Currencies;

namespace Dashboard.UnitTests.Rules.Windows;

/// <summary>The values of windows are those of a recount from all payments.</summary>
public sealed class PaymentWindowsTests
{
    private const long Second = 1_000_000;

    private static readonly string[] All =
    [
        "count per account over 1m > 0", "count per account over 10m > 0", "sum(amount) per account over 1h > 0 EUR",
        "amount > sum(amount) per account over 10m", "distinct(counterparty) per account over 1h > 0", "first_seen per account, counterparty",
        "since_last per account > 0s", "amount > median(amount) per account over 1h", "amount > spread(amount, 80) per account over last 10",
        "count per source over 1m > 0", "amount > max(amount) per source over 10m", "amount > min(amount) per counterparty over last 7",
        "amount > avg(amount) per account over 1h", "distinct(account) per source over 10m > 0", "count per source, currency over 10m > 0",
        "count per account over last 20 where (amount >= 5 EUR) > 0",
    ];

    private static readonly string[] Nested =
    [
        "count per account over 1h where (first_seen per account, counterparty) > 0",
        "distinct(counterparty) per source over 1h where (first_seen per account, counterparty over 10m) > 0",
        "amount > spread(amount) per source over 10m", "first_seen per account over 1m", "since_last per counterparty over 1m > 0s",
        "sum(amount) per source over 10m where (counterparty is missing) > 1 USD",
    ];

    [Theory]
    [InlineData(1, 1.0, 40, 3_000)]
    [InlineData(2, 0.0, 40, 3_000)]
    [InlineData(3, 30.0, 12, 3_000)]
    [InlineData(4, 100_000.0, 5, 2_000)]
    public void Take_AnyOrderOfTimes_GivesTheValuesOfARecount(int seed, double jitterSeconds, int accounts, int payments) =>
        Compare([.. All], Payments(seed, jitterSeconds, accounts, payments), int.MaxValue).ShouldBeGreaterThan(30_000);

    [Theory]
    [InlineData(5, 20.0, 30, 2_500)]
    [InlineData(6, 0.0, 3, 2_500)]
    public void Take_ConditionsWithFiguresInThem_GivesTheValuesOfARecount(int seed, double jitterSeconds, int accounts, int payments) =>
        Compare([.. Nested], Payments(seed, jitterSeconds, accounts, payments), int.MaxValue).ShouldBeGreaterThan(12_000);

    [Theory]
    [InlineData(7, 20.0, 50)]
    [InlineData(8, 5_000.0, 700)]
    public void Take_MoreThanItsCapacity_ForgetsTheOldestCommitted(int seed, double jitterSeconds, int capacity) =>
        Compare([.. All], Payments(seed, jitterSeconds, 6, 2_000), capacity).ShouldBeGreaterThan(20_000);

    [Fact]
    public void Take_PaymentExactlyAWindowEarlier_IsNotCounted()
    {
        var windows = WindowsOf(["count per account over 60s > 0"], out var features, int.MaxValue);
        var values = new List<long>();
        foreach (var time in (long[])[0, 60 * Second, 60 * Second - 1, 120 * Second - 1])
        {
            var facts = new Paid(time, 1, 1, 1, 1, 1).Facts(features.Count);
            windows.Take(facts);
            values.Add(facts.Whole[0]);
        }

        // The start is exclusive, the end inclusive: at 60 s the one at 0 is gone; just before it, both are there.
        values.ShouldBe([1, 1, 2, 2]);
    }

    [Fact]
    public void Take_SumsBeyondALong_StayExact()
    {
        var windows = WindowsOf(["sum(amount) per account over 1h > 0 EUR"], out var features, int.MaxValue);
        Currency.TryFromCode("EUR", out var euro);
        PaymentFacts facts = null!;
        for (var i = 0; i < 9_500; i++)
        {
            facts = new Paid(i, i % 2 == 0 ? 1_000_000_000_000_000 : -999_999_999_999_999, euro.Index, 1, 1, 1).Facts(features.Count);
            windows.Take(facts);
        }

        facts.Whole[0].ShouldBe(9_500 / 2);
    }

    private static long Compare(string[] rules, List<Paid> payments, int capacity)
    {
        var windows = WindowsOf(rules, out var features, capacity);
        var compiler = new RuleCompiler(features, new TextTable(), _ => []);
        var conditions = features.Select(f => f.Aggregate.Where is { } where ? compiler.Compile(where) : _ => Truth.True).ToArray();
        var passed = features.Select(_ => new List<bool>()).ToArray();
        var compared = 0L;
        for (var i = 0; i < payments.Count; i++)
        {
            var facts = payments[i].Facts(features.Count);
            windows.Take(facts);
            var first = Math.Max(0, i + 1 - capacity);
            var known = payments.GetRange(first, i + 1 - first);
            for (var f = 0; f < features.Count; f++)
            {
                passed[f].Add(conditions[f](facts) == Truth.True);
                var expected = NaiveRecount.Value(features[f], known, y => passed[f][first + y]);
                decimal? actual = !facts.Known[f] ? null : features[f].IsWhole ? facts.Whole[f] : facts.Exact[f];
                actual.ShouldBe(expected, $"payment {i}, {features[f]}");
                compared++;
            }
        }

        return compared;
    }

    private static PaymentWindows WindowsOf(string[] rules, out Features features, int capacity)
    {
        features = Features.Of(rules.Select(r =>
            Rule.Read(r, [], out var errors)?.Tree ?? throw new InvalidOperationException(errors[0].Message)));
        return new PaymentWindows(features, new RuleCompiler(features, new TextTable(), _ => []), Math.Min(capacity, 1_000_000));
    }

    private static List<Paid> Payments(int seed, double jitterSeconds, int accounts, int count)
    {
        var random = new Random(seed);
        Currency.TryFromCode("EUR", out var euro);
        Currency.TryFromCode("USD", out var dollar);
        var payments = new List<Paid>(count);
        var clock = 1_000 * 3_600 * Second;
        for (var i = 0; i < count; i++)
        {
            // Whole seconds, so that ties and payments exactly a window apart are frequent.
            clock += random.Next(4) == 0 ? random.Next(12) * Second : 0;
            var time = clock - (long)(random.NextDouble() * jitterSeconds) * Second;
            payments.Add(new Paid(
                time, random.Next(-500, 2_000), (random.Next(3) == 0 ? dollar : euro).Index,
                random.Next(10) == 0 ? 0 : random.Next(1, accounts),
                random.Next(5) == 0 ? 0 : random.Next(1, 15), random.Next(1, 4)));
        }

        return payments;
    }
}
