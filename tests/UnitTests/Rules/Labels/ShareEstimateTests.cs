using Dashboard.Application.Rules.Labels;

namespace Dashboard.UnitTests.Rules.Labels;

public sealed class ShareEstimateTests
{
    // Worked out with the formula of Wilson (1927) by hand and by R's prop.test without the correction.
    [Theory]
    [InlineData(8, 10, 0.8, 0.4902, 0.9433)]
    [InlineData(0, 10, 0, 0, 0.2775)]
    [InlineData(10, 10, 1, 0.7225, 1)]
    [InlineData(50, 100, 0.5, 0.4038, 0.5962)]
    public void Wilson_OfASample_GivesTheBoundsOf95Percent(long hits, long of, double share, double low, double high)
    {
        var estimate = ShareEstimate.Wilson(hits, of);

        estimate.Share!.Value.ShouldBe(share, 1e-9);
        estimate.Low!.Value.ShouldBe(low, 1e-4);
        estimate.High!.Value.ShouldBe(high, 1e-4);
    }

    [Fact]
    public void Wilson_OfNothing_SaysNothing() => ShareEstimate.Wilson(0, 0).Share.ShouldBeNull();
}
