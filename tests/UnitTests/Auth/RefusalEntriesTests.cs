using Dashboard.Api.Auth.SignIn;
using Dashboard.Domain.Auth;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Auth;

public sealed class RefusalEntriesTests
{
    [Fact]
    public void A_flood_of_one_caller_does_not_hide_the_calls_of_another()
    {
        var entries = new RefusalEntries(new FakeTimeProvider());
        var flood = Enumerable.Range(0, 1_000).Count(_ => entries.TryTake(Actor.Anonymous("10.0.0.1"), out long _));

        flood.ShouldBe(RefusalEntries.PerMinute);
        entries.TryTake(Actor.Anonymous("10.0.0.2"), out _).ShouldBeTrue();
    }

    [Fact]
    public void Any_number_of_callers_has_a_bounded_number_of_entries_and_idle_ones_are_forgotten()
    {
        var clock = new FakeTimeProvider();
        var entries = new RefusalEntries(clock);
        const int Bound = (RefusalEntries.MaxCallers + 1) * RefusalEntries.PerMinute;

        var taken = Enumerable.Range(0, 2 * Bound).Count(i => entries.TryTake(Actor.Anonymous($"a{i % 1_000}"), out long _));

        taken.ShouldBeLessThanOrEqualTo(Bound);

        clock.Advance(TimeSpan.FromMinutes(3));
        for (var i = 0; i < RefusalEntries.PerMinute; i++) entries.TryTake(Actor.Anonymous("late"), out _).ShouldBeTrue();
        entries.TryTake(Actor.Anonymous("late"), out _).ShouldBeFalse();
        entries.TryTake(Actor.Anonymous("later"), out _).ShouldBeTrue();
    }
}
