using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>Unhealthy while the writer cannot commit or the store cannot be read, with the reason.</summary>
internal sealed class StoreHealth(BatchedWriter writer, IDbContextFactory<DashboardDbContext> contexts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (writer.OutageReason is { } reason) return HealthCheckResult.Unhealthy("The writer cannot commit: " + reason);
        try
        {
            await using var database = await contexts.CreateDbContextAsync(cancellationToken);
            await database.Transactions.OrderByDescending(r => r.Id).Select(r => r.Id).FirstOrDefaultAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (StoreErrors.IsOutage(exception))
        {
            return HealthCheckResult.Unhealthy("The store cannot be read: " + StoreErrors.Reason(exception));
        }
    }
}
