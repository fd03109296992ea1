using Dashboard.Api.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Logging;

public sealed class LogAllowanceTests
{
    [Fact]
    public void Bounds_the_lines_of_a_minute_and_says_afterwards_how_many_were_left_out()
    {
        var clock = new FakeTimeProvider();
        var allowance = new LogAllowance(linesPerMinute: 3, clock);

        Enumerable.Range(0, 10).Count(_ => allowance.TryTake(out var leftOut) && leftOut == 0).ShouldBe(3);

        clock.Advance(TimeSpan.FromMinutes(1));
        allowance.TryTake(out var first).ShouldBeTrue();
        first.ShouldBe(7);
        allowance.TryTake(out var second).ShouldBeTrue();
        second.ShouldBe(0);
    }
}
