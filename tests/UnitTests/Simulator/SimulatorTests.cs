using CsCheck;
using Dashboard.Application.Simulator;
using Dashboard.Domain.Currencies;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Simulator;

public sealed class SimulatorTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Due_OverAMinuteOfUnevenTicks_IsExactlyTheRate(int perSecond)
    {
        var clock = new FakeTimeProvider(TestData.Time);
        var pace = new SimulatorPace(clock);
        pace.Due(perSecond, out _);
        var random = new Random(4);
        var made = 0;

        for (var left = 60_000; left > 0;)
        {
            var step = Math.Min(left, random.Next(1, 190));
            clock.Advance(TimeSpan.FromMilliseconds(step));
            left -= step;
            made += pace.Due(perSecond, out var skipped);
            skipped.ShouldBe(0);
        }

        made.ShouldBe(60 * perSecond);
    }

    [Fact]
    public void Due_AfterALongStall_SkipsWhatIsOlderThanTheBacklog()
    {
        var clock = new FakeTimeProvider(TestData.Time);
        var pace = new SimulatorPace(clock);
        pace.Due(100, out _);

        clock.Advance(TimeSpan.FromSeconds(60));

        pace.Due(100, out var skipped).ShouldBe(200);
        skipped.ShouldBe(5_800);
        clock.Advance(TimeSpan.FromSeconds(1));
        pace.Due(100, out skipped).ShouldBe(100);
        skipped.ShouldBe(0);
    }

    [Fact]
    public void Due_RateChanged_CountsFromTheChangeOn()
    {
        var clock = new FakeTimeProvider(TestData.Time);
        var pace = new SimulatorPace(clock);
        pace.Due(10, out _);
        clock.Advance(TimeSpan.FromSeconds(1));
        pace.Due(10, out _).ShouldBe(10);

        pace.Due(1_000, out _).ShouldBe(0);
        clock.Advance(TimeSpan.FromSeconds(1));

        pace.Due(1_000, out _).ShouldBe(1_000);
    }

    [Fact]
    public void Next_SameSeed_GivesTheSameStream() =>
        Gen.Int.Sample(seed =>
        {
            var (one, other) = (new SimulatedTransactions(seed), new SimulatedTransactions(seed));
            for (var i = 0; i < 50; i++) one.Next(TestData.Time).ShouldBe(other.Next(TestData.Time));
        }, iter: 20);

    [Fact]
    public void Next_ManyItems_SpreadOverSourcesAccountsAndCurrenciesInValidAmounts()
    {
        var stream = new SimulatedTransactions(7);

        var items = Enumerable.Range(0, 20_000).Select(_ => stream.Next(TestData.Time)).ToList();

        items.Select(i => i.Source).Distinct().Count().ShouldBe(7);
        items.Select(i => i.Currency).Distinct().Count().ShouldBe(8);
        items.Select(i => i.Account).Distinct().Count().ShouldBeGreaterThan(3_000);
        items.Count(i => i.Amount < 0).ShouldBeInRange(200, 700);
        foreach (var item in items)
            Money.FromDecimal(item.Amount!.Value, Currency.FromCode(item.Currency!)).Amount.ShouldBe(item.Amount.Value);
    }
}
