using System.Globalization;
using Dashboard.Application.Rules.Deciding;

namespace Dashboard.UnitTests.Rules.Deciding;

public sealed class RolloutShareTests
{
    [Theory]
    [InlineData("ACC-{0}")]
    [InlineData("{0}")]
    [InlineData("DE8937040044053201{0:D4}")]
    public void Has_TenPercentOfTenThousandAccounts_IsTenPercentGiveOrTakeOne(string format)
    {
        var accounts = Enumerable.Range(0, 10_000).Select(i => string.Format(CultureInfo.InvariantCulture, format, i)).ToList();

        foreach (var rule in (string[])["fast", "high_velocity", "a"])
            accounts.Count(a => RolloutShare.Has(rule, a, 10)).ShouldBeInRange(900, 1_100, rule);
    }

    [Fact]
    public void Has_ALargerShare_HasTheAccountsOfTheSmallerOne()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var account = i.ToString(CultureInfo.InvariantCulture);
            var ins = Enumerable.Range(1, 99).Select(p => RolloutShare.Has("fast", account, p)).ToList();
            ins.ShouldBe(ins.Order());
        }
    }

    [Fact]
    public void Has_WithoutAnAccount_IsOut() => RolloutShare.Has("fast", null, 99).ShouldBeFalse();
}
