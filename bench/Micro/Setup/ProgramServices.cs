using Dashboard.Api;
using Dashboard.Application;
using Dashboard.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Micro.Setup;

/// <summary>The program's services as it registers and configures them. Nothing is started: no port is opened and no store.</summary>
internal static class ProgramServices
{
#pragma warning disable RS0030 // The registration chooses the clock.
    public static IServiceProvider WithSystemClock() => With(TimeProvider.System);
#pragma warning restore RS0030

    public static IServiceProvider With(TimeProvider clock)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"));
        builder.Services.AddSingleton(clock);
        builder.Services.AddInfrastructure(builder.Configuration, builder.Environment);
        builder.Services.AddApi(builder.Configuration, builder.Environment);
        builder.Services.AddApplication(builder.Configuration);
        return builder.Build().Services;
    }
}
