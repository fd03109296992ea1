using Dashboard.Application.Common;
using Dashboard.Application.Simulator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Infrastructure.Replay;

public static class ReplayRegistration
{
    /// <summary>The replay of a file, when one is configured. To be called last, with the other feeds: it stops first.</summary>
    public static IServiceCollection AddReplay(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["Replay:File"])) return services;
        services.AddOptionsOf<ReplayOptions>(configuration, "Replay");
        // Real and made-up transactions are not mixed unless somebody switches the simulator on afterwards.
        services.PostConfigure<SimulatorOptions>(options => options.Enabled = false);
        return services.AddHostedService<ReplayFeed>();
    }
}
