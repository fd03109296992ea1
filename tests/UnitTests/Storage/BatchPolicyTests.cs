using Dashboard.Infrastructure.Storage.Writing;

namespace Dashboard.UnitTests.Storage;

public sealed class BatchPolicyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(1, false, false, 0.0, false)]
    [InlineData(99, false, false, 0.999, false)]
    [InlineData(100, false, false, 0.0, true)]
    [InlineData(1, false, false, 1.0, true)]
    [InlineData(1, true, false, 0.0, true)]
    [InlineData(1, false, true, 0.099, false)]
    [InlineData(1, false, true, 0.1, true)]
    public void IsDue_SizeAgeOrSomebodyWaiting_WhicheverComesFirst(int changes, bool awaited, bool hasEnds, double seconds, bool due) =>
        new BatchPolicy(100, Second, () => 0.5).IsDue(changes, awaited, hasEnds, TimeSpan.FromSeconds(seconds)).ShouldBe(due);

    [Fact]
    public void WaitOf_Ends_IsNeverLongerThanTheIntervalOfTheOperator()
    {
        var policy = new BatchPolicy(100, TimeSpan.FromMilliseconds(20), () => 0.5);

        policy.WaitOf(hasEnds: true).ShouldBe(policy.WaitOf(hasEnds: false));
    }

    [Fact]
    public void DelayAfter_FailuresInARow_DoublesUpToFiveSeconds()
    {
        var policy = new BatchPolicy(100, Second, () => 0.5);

        Enumerable.Range(1, 9).Select(f => policy.DelayAfter(f).TotalSeconds)
            .ShouldBe([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5]);
        policy.DelayAfter(int.MaxValue).ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void DelayAfter_Jitter_SpreadsByAQuarter()
    {
        new BatchPolicy(100, Second, () => 0).DelayAfter(1).ShouldBe(TimeSpan.FromMilliseconds(75));
        new BatchPolicy(100, Second, () => 1).DelayAfter(1).ShouldBe(TimeSpan.FromMilliseconds(125));
    }
}
