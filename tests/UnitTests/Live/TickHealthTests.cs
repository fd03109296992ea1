using Dashboard.Api.Live;
using Dashboard.Application.Common;
using Dashboard.Application.Live;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Live;

public sealed class TickHealthTests
{
    [Theory]
    [InlineData(0.5, 5)]
    [InlineData(10, 100)]
    public async Task Says_when_the_live_view_stands_still(double intervalSeconds, double limitSeconds)
    {
        var clock = new FakeTimeProvider();
        var live = new LiveOptions { BroadcastInterval = TimeSpan.FromSeconds(intervalSeconds) };
        var clients = new ConnectedClients();
        var ticks = LiveParts.With(new RunIdentity(), live, clock).Ticks;
        var options = Options.Create(live);
        var viewers = new Viewers(null!, ticks, clients, clock, options, NullLogger<Viewers>.Instance);
        using var broadcaster = new DashboardBroadcaster(
            ticks, viewers, new TickLog(clients, NullLogger<TickLog>.Instance), options, clock);
        var health = new TickHealth(broadcaster, options);

        clock.Advance(TimeSpan.FromSeconds(limitSeconds));
        (await health.CheckHealthAsync(new())).Status.ShouldBe(HealthStatus.Healthy);
        clock.Advance(TimeSpan.FromSeconds(1));
        var still = await health.CheckHealthAsync(new());
        (still.Status, still.Description).ShouldBe(
            (HealthStatus.Unhealthy, $"The live view stands still: the last tick was {limitSeconds + 1} seconds ago."));

        broadcaster.BroadcastOnce();
        (await health.CheckHealthAsync(new())).Status.ShouldBe(HealthStatus.Healthy);
    }
}
