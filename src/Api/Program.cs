using Dashboard.Api;
using Dashboard.Api.Common;
using Dashboard.Application;
using Dashboard.Application.Common;
using Dashboard.Application.Storage;
using Dashboard.Infrastructure.Replay.Preview;
using Dashboard.Infrastructure.Replay.Runs;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

PrivateFiles.Begin();
try
{
    if (Commands.Run(args) is { } command) return await command;
    using var stop = new StopSignal();
    var app = DashboardApplication.Build(args);
    try
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        if (ReplayPreview.IsAsked(app.Configuration)) return await ReplayPreview.RunAsync(app.Services, Console.Out);
        if (await DashboardApplication.StartAsync(app, stop.Requested)) await DashboardApplication.RunAsync(app, stop.Requested);
        else await Console.Out.WriteLineAsync("Stopped before the start was complete.");
        if (DashboardApplication.UncleanReason(app) is not { } reason) return app.Services.GetRequiredService<ReplayRuns>().ExitCode;
        await Console.Error.WriteLineAsync("Not a clean stop. " + reason);
        return app.Services.GetRequiredService<UncleanEnd>().ExitCode;
    }
    finally
    {
        await DashboardApplication.CloseAsync(app);
    }
}
catch (Exception exception) when (ConfigurationErrors.Describe(exception) is { } sentence)
{
    // A sentence for the operator instead of a stack trace; nothing has been opened or started yet.
    await Console.Error.WriteLineAsync("Not started, the configuration is not valid: " + sentence);
    return 1;
}
catch (StoreNotOpenedException exception)
{
    await Console.Error.WriteLineAsync("Not started. " + exception.Message);
    return 2;
}
catch (ModeChangedException exception)
{
    await Console.Error.WriteLineAsync("Not started. " + exception.Message);
    return 7;
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync("Not started. " + exception.Message);
    return 3;
}
