using System.Globalization;
using Dashboard.Domain.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Api.Health;

/// <summary>Degraded while new ids are ahead of the clock. The program works, so it stays ready.</summary>
internal sealed class ClockHealth(OrderedIds ids) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var ahead = ids.AheadOfClock();
        if (ahead <= OrderedIds.Tolerance) return Task.FromResult(HealthCheckResult.Healthy());
        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"Ids are {TimeSpan.FromSeconds(Math.Round(ahead.TotalSeconds))} ahead of the clock: the clock was ahead before, or was set back.");
        return Task.FromResult(HealthCheckResult.Degraded(reason));
    }
}
