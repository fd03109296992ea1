using Dashboard.Application.Live;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Live;

/// <summary>Unhealthy while the live view stands still: its clients are connected and see old figures.</summary>
internal sealed class TickHealth(DashboardBroadcaster broadcaster, IOptions<LiveOptions> options) : IHealthCheck
{
    // A collection of garbage or a busy machine may delay some ticks.
    private const int MaxMissedTicks = 10;
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(5);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var missed = options.Value.BroadcastInterval * MaxMissedTicks;
        var age = broadcaster.AgeOfTick;
        return Task.FromResult(age > (missed > ShortestLimit ? missed : ShortestLimit)
            ? HealthCheckResult.Unhealthy($"The live view stands still: the last tick was {age.TotalSeconds:0} seconds ago.")
            : HealthCheckResult.Healthy());
    }
}
