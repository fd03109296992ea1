using Dashboard.Application.Rules.Breaker;
using Dashboard.Application.Rules.Lab;
using Dashboard.UnitTests.Rules.Deciding;

namespace Dashboard.UnitTests.Rules.Breaker;

public sealed class RuleBreakerTests
{
    [Theory]
    [InlineData(100, 49, null, false)]
    [InlineData(100, 50, null, false)]
    [InlineData(100, 51, null, true)]
    [InlineData(40, 40, null, false)]
    [InlineData(10_000, 100, 0.001, false)]
    [InlineData(10_000, 101, 0.001, true)]
    [InlineData(10_000, 49, 0.0001, false)]
    [InlineData(100, 100, 1.0, false)]
    public void ReasonToStop_Share_IsComparedWithWhatWasExpected(long asked, long hits, double? expected, bool isStopped)
    {
        var version = RuleVersions.New("any", "amount > 0 EUR", expectedShare: expected);

        var reason = RuleBreaker.ReasonToStop(version, asked, hits, TimeSpan.Zero, new RuleOptions());

        (reason is not null).ShouldBe(isStopped, reason);
    }

    [Fact]
    public void ReasonToStop_CostsTooMuch_IsStopped()
    {
        var version = RuleVersions.New("any", "amount > 0 EUR");

        RuleBreaker.ReasonToStop(version, 10, 0, TimeSpan.FromMicroseconds(51), new RuleOptions())!.ShouldContain("51.0 µs");
        RuleBreaker.ReasonToStop(version, 10, 0, TimeSpan.FromMicroseconds(50), new RuleOptions()).ShouldBeNull();
    }

    [Fact]
    public void ReasonToStop_SwitchedOff_IsNever() =>
        RuleBreaker.ReasonToStop(
            RuleVersions.New("any", "amount > 0 EUR"), 1_000, 1_000, TimeSpan.FromSeconds(1), new RuleOptions { Breaker = false })
            .ShouldBeNull();
}
