using Dashboard.Api.Common.Bounds;
using Microsoft.Extensions.Options;

namespace Dashboard.UnitTests.Common;

public sealed class DescriptorLimitTests
{
    [Theory]
    [InlineData(100_000, 5_000, 5_000, 5_000, 5_000)]
    [InlineData(10_512, 5_000, 5_000, 5_000, 5_000)]
    [InlineData(4_096, 5_000, 5_000, 1_792, 1_792)]
    [InlineData(1_024, 5_000, 5_000, 256, 256)]
    [InlineData(1_024, 1_000_000, 10, 502, 10)]
    [InlineData(1_024, 10, 1_000_000, 10, 502)]
    [InlineData(1_024, 200, 300, 200, 300)]
    [InlineData(532, 5_000, 5_000, 10, 10)]
    public void Within_ALimit_LowersBothBoundsToTheRoomThatItLeaves(long limit, int http, int live, int expectedHttp, int expectedLive) =>
        DescriptorLimit.Within(limit, http, live).ShouldBe((expectedHttp, expectedLive));

    [Fact]
    public void Within_TooLowALimit_RefusesWithASentence() =>
        Should.Throw<OptionsValidationException>(() => DescriptorLimit.Within(531, 5_000, 5_000)).Message
            .ShouldBe("the system lets the program open 531 files and sockets (ulimit -n), and it needs at least 532; raise the limit.");
}
