using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Api.Logging;

/// <summary>Degraded while the output of the log takes nothing more. The program serves all the same.</summary>
internal sealed class LogHealth(LogQueue queue) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(queue.IsFull
            ? HealthCheckResult.Degraded(
                $"The output of the log is not read. {LogQueue.Capacity} entries wait, and {queue.Dropped} were dropped.")
            : HealthCheckResult.Healthy());
}
