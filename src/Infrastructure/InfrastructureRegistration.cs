using Dashboard.Application.Pipeline;
using Dashboard.Infrastructure.Audit;
using Dashboard.Infrastructure.Gateway;
using Dashboard.Infrastructure.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Infrastructure;

public static class InfrastructureRegistration
{
    /// <summary>The store and the gateway. To be called first, so that the writer stops last.</summary>
    public static IServiceCollection AddInfrastructure(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddStorage(configuration, environment);
        services.AddAuditHeads(configuration);
        if (configuration.GetValue("Processing:Mode", ProcessingMode.Simulated) == ProcessingMode.External)
            services.AddSingleton<IPaymentGateway, ExternalGateway>();
        else
            services.AddSingleton<IPaymentGateway, SimulatedGateway>();
        return services;
    }
}
