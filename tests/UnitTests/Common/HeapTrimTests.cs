using Dashboard.Api.Common.Bounds;

namespace Dashboard.UnitTests.Common;

public sealed class HeapTrimTests
{
    [Theory]
    [InlineData(100, 200, 0.1, true)]
    [InlineData(70, 140, 0.1, false)] // too little to gain
    [InlineData(100, 400, 0.1, false)] // a small part
    [InlineData(100, 200, 0.3, false)] // busy
    public void IsWorthwhile_UnusedBytesAndLoad_DecidesByAll(int unusedMegabytes, int heapMegabytes, double usedSeconds, bool expected) =>
        HeapTrim.IsWorthwhile((long)unusedMegabytes << 20, (long)heapMegabytes << 20, TimeSpan.FromSeconds(usedSeconds)).ShouldBe(expected);
}
