using Dashboard.Api;
using Dashboard.Application;
using Dashboard.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Micro;

/// <summary>The parts of the program as it registers and configures them. It is not started: nothing listens and no store is opened.</summary>
internal static class Parts
{
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
