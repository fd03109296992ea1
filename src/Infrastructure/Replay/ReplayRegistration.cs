using Dashboard.Application.Common;
using Dashboard.Application.Simulator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Infrastructure.Replay;

public static class ReplayRegistration
{
    /// <summary>Adds the replay of files, when some are configured. Called last, because the service added last stops first.</summary>
    public static IServiceCollection AddReplay(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["Replay:File"])) return services;
        services.AddOptionsOf<ReplayOptions>(configuration, "Replay");
        // Real and simulated transactions are not mixed, unless the operator switches the simulator on later.
        services.PostConfigure<SimulatorOptions>(options => options.Enabled = false);
        services.AddSingleton<ReplayStatus>();
        services.AddHealthChecks().AddCheck<ReplayStatus>("replay", tags: ["ready"]);
        return services.AddHostedService<ReplayFeed>();
    }
}
