using Dashboard.Api.Auth.SignIn;
using Dashboard.Api.Logging;
using Dashboard.Api.Telemetry;
using Dashboard.Application;
using Dashboard.Application.Common;
using Dashboard.Infrastructure;
using Dashboard.Infrastructure.Replay;

namespace Dashboard.Api;

/// <summary>Builds and starts the program. <c>Program.cs</c> and the tests use it. The caller stops the program.</summary>
public static class DashboardApplication
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    /// <summary>The whole program, neither validated nor started.</summary>
    /// <param name="args">The command line; settings in it win over all others.</param>
    /// <param name="customize">Changes the registrations after all of the program's own.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? customize = null)
    {
        var builder = ProgramFolder.CreateBuilder(args);
        builder.UseDefaultAddress();
        // In every environment, so that a start from the sources shows the page; without effect once published.
        builder.WebHost.UseStaticWebAssets();
        builder.AddLog(alsoToProviders: builder.AddTelemetry().Logs is not null);

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

    /// <summary>Runs until the operator or the program itself asks for the stop, and stops.</summary>
    /// <param name="stop">The operator's signal. The host itself does not listen to all of them.</param>
    public static async Task RunAsync(WebApplication app, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(app);
        await using var signal = stop.Register(app.Lifetime.StopApplication);
        await app.WaitForShutdownAsync(CancellationToken.None);
    }

    /// <summary>Why the program did not end as asked; null when it did.</summary>
    public static string? UncleanReason(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var broken = app.Services.GetServices<IHostedService>().OfType<BackgroundService>()
            .FirstOrDefault(service => service.ExecuteTask is { IsFaulted: true });
        return app.Services.GetRequiredService<UncleanEnd>().Reason
            ?? (broken is null ? null : $"{broken.GetType().Name} failed: {broken.ExecuteTask!.Exception!.GetBaseException().Message}");
    }

    /// <summary>Frees what the program holds. Waits only a short time for it: nothing may read the output of the log, whose last entries
    /// are written now.</summary>
    public static async Task CloseAsync(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var closing = Task.Run(async () => await app.DisposeAsync());
        await Task.WhenAny(closing, Task.Delay(CloseLimit, clock));
    }

    /// <summary>Starts the program. When the start fails or is stopped, the services that have started by then end as at any
    /// stop.</summary>
    /// <returns>False when the start was stopped.</returns>
    public static async Task<bool> StartAsync(WebApplication app, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        SafeStart.ThrowIfOpen(app);
        // Made before the start: the host cannot be stopped when one of its services cannot be made.
        app.Services.GetServices<IHostedService>();
        try
        {
            await app.StartAsync(stop);
            return true;
        }
        catch (Exception exception)
        {
            // The host hears the same signal, and may end the start before the caller's token is cancelled.
            var isStopped = exception is OperationCanceledException
                && (stop.IsCancellationRequested || app.Lifetime.ApplicationStopping.IsCancellationRequested);
            // The host itself would only dispose them.
            await app.StopAsync(CancellationToken.None);
            if (!isStopped) throw;
            return false;
        }
    }
}
