using Dashboard.Application.Audit;
using Dashboard.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Infrastructure.Audit;

internal static class AuditRegistration
{
    /// <summary>The signed heads of the audit trail. To be called after the store is registered.</summary>
    public static void AddAuditHeads(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsOf<AuditOptions>(configuration, "Audit");
        services.AddSingleton<TrailState>();
        services.AddSingleton<KeptHeads>();
        services.AddSingleton<IAuditHeads>(provider => provider.GetRequiredService<KeptHeads>());
        services.AddHostedService<AuditHeads>();
        services.AddHealthChecks().AddCheck<TrailHealth>("audit", tags: ["ready"]);
    }
}
