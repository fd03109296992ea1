using Dashboard.Application;
using Dashboard.Infrastructure;
using Dashboard.Infrastructure.Replay;
using Serilog;

namespace Dashboard.Api;

/// <summary>Builds and starts the program. <c>Program.cs</c> and the tests use it. The caller stops the program.</summary>
public static class DashboardApplication
{
    /// <summary>The whole program, neither validated nor started.</summary>
    /// <param name="args">The command line; settings in it win over all others.</param>
    /// <param name="customize">Changes the registrations after all of the program's own.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? customize = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.UseDefaultAddress();
        // In every environment, so that a start from the sources shows the page; without effect once published.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSerilog(logger => logger.ReadFrom.Configuration(builder.Configuration));

        // Hosted services stop in reverse order: feeds first, then processing, then the live view, and the writer last.
        builder.Services.AddInfrastructure(builder.Configuration, builder.Environment);
        builder.Services.AddApi(builder.Configuration, builder.Environment);
        builder.Services.AddApplication(builder.Configuration);
        builder.Services.AddReplay(builder.Configuration);
        customize?.Invoke(builder);

        var app = builder.Build();
        app.MapApi();
        return app;
    }

    /// <summary>Starts the program. When the start fails or is stopped, the services that have started by then end as at any
    /// stop.</summary>
    /// <returns>False when the start was stopped.</returns>
    public static async Task<bool> StartAsync(WebApplication app, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        try
        {
            await app.StartAsync(stop);
            return true;
        }
        catch (Exception exception)
        {
            var isStopped = exception is OperationCanceledException && stop.IsCancellationRequested;
            // The host itself would only dispose them.
            await app.StopAsync(CancellationToken.None);
            if (!isStopped) throw;
            return false;
        }
    }
}
