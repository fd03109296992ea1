using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;

namespace Dashboard.UnitTests.Rules.Versions;

public sealed class RuleVersionTests
{
    [Theory]
    [InlineData(RuleState.Draft, RuleState.Shadow, true)]
    [InlineData(RuleState.Draft, RuleState.Live, false)]
    [InlineData(RuleState.Draft, RuleState.Rollout, false)]
    [InlineData(RuleState.Draft, RuleState.Retired, true)]
    [InlineData(RuleState.Shadow, RuleState.Live, true)]
    [InlineData(RuleState.Shadow, RuleState.Rollout, true)]
    [InlineData(RuleState.Shadow, RuleState.Shadow, false)]
    [InlineData(RuleState.Rollout, RuleState.Rollout, true)]
    [InlineData(RuleState.Rollout, RuleState.Live, true)]
    [InlineData(RuleState.Live, RuleState.Shadow, true)]
    [InlineData(RuleState.Live, RuleState.Draft, false)]
    [InlineData(RuleState.Retired, RuleState.Shadow, false)]
    [InlineData(RuleState.Retired, RuleState.Live, false)]
    public void MoveTo_AnotherState_FollowsTheSteps(RuleState from, RuleState to, bool allowed)
    {
        var version = Version(from);

        version.MayMoveTo(to).ShouldBe(allowed);
        if (allowed) version.MoveTo(to, 10).State.ShouldBe(to);
        else Should.Throw<DomainException>(() => version.MoveTo(to, 10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void MoveTo_RolloutToNoneOrAll_IsMisuse(int percent) =>
        Should.Throw<DomainException>(() => Version(RuleState.Shadow).MoveTo(RuleState.Rollout, percent));

    [Fact]
    public void Stop_OfALiveVersion_IsForgottenWithTheNextStep()
    {
        var stopped = Version(RuleState.Live).Stop(TestData.Time);

        (stopped.State, stopped.StoppedAt).ShouldBe((RuleState.Shadow, TestData.Time));
        stopped.MoveTo(RuleState.Live).StoppedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("fast-account", true)]
    [InlineData("high_velocity", true)]
    [InlineData("a", true)]
    [InlineData("", false)]
    [InlineData("1a", false)]
    [InlineData("Fast", false)]
    [InlineData("a,b", false)]
    [InlineData("a b", false)]
    [InlineData(null, false)]
    public void IsName_Text_IsThatOfAFlag(string? name, bool expected) => RuleVersion.IsName(name).ShouldBe(expected);

    [Fact]
    public void IsSameAs_WithoutASignIn_GoesByTheName()
    {
        var (ada, grace) = (new RuleAuthor("anonymous", "ada"), new RuleAuthor("anonymous", "grace"));

        ada.IsSameAs(grace).ShouldBeFalse();
        ada.IsSameAs(ada with { }).ShouldBeTrue();
        new RuleAuthor("sub-1", "Ada").IsSameAs(new RuleAuthor("sub-1", "Ada L.")).ShouldBeTrue();
    }

    private static RuleVersion Version(RuleState state) => new()
    {
        Rule = "fast",
        Number = 1,
        Expression = "count per account over 1m > 5",
        Canonical = "count per account over 1m > 5",
        Description = null,
        Severity = AlertSeverity.Warning,
        CreatedAt = TestData.Time,
        By = RuleAuthor.Of(Actor.System),
        Reason = "test",
        Parent = null,
        State = state,
    };
}
