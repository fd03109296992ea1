using Dashboard.Application.Common;
using Dashboard.Application.Simulator;
using Dashboard.Infrastructure.Replay.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Infrastructure.Replay;

public static class ReplayRegistration
{
    /// <summary>Adds the replay of uploaded files, and of those that are configured. Called last, because the service added last stops
    /// first.</summary>
    public static IServiceCollection AddReplay(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsOf<ReplayOptions>(configuration, "Replay");
        services.AddSingleton<ReplayRuns>();
        services.AddSingleton<UploadedReplays>();
        services.AddHostedService(provider => provider.GetRequiredService<UploadedReplays>());
        services.AddHealthChecks().AddCheck<ReplayRuns>("replay", tags: ["ready"]);
        if (string.IsNullOrEmpty(configuration["Replay:File"])) return services;
        // Real and simulated transactions are not mixed, unless the operator switches the simulator on later.
        services.PostConfigure<SimulatorOptions>(options => options.Enabled = false);
        return services.AddHostedService<ReplayFeed>();
    }
}
