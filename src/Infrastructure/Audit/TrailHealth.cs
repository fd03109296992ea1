using Dashboard.Application.Audit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Infrastructure.Audit;

/// <summary>Degraded while the trail is broken. The program serves all the same. Callers who are not signed in learn no details.</summary>
internal sealed class TrailHealth(TrailState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.IsBroken
            ? HealthCheckResult.Degraded("The audit trail is not as it was written. The log and --verify say where.")
            : HealthCheckResult.Healthy());
}
