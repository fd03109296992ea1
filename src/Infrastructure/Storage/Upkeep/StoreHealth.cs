using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>Unhealthy while the writer cannot commit or the store cannot be read, with the reason.</summary>
internal sealed class StoreHealth(StoreProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await probe.LookAsync(cancellationToken) is { } reason
            ? HealthCheckResult.Unhealthy("The store cannot be used: " + reason)
            : HealthCheckResult.Healthy();
}
