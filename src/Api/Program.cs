using Dashboard.Api;
using Dashboard.Api.Books;
using Dashboard.Api.Common;
using Dashboard.Api.Health;
using Dashboard.Application;
using Dashboard.Application.Common;
using Dashboard.Application.Storage;
using Dashboard.Infrastructure.Replay.Preview;
using Dashboard.Infrastructure.Replay.Runs;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

try
{
    if (args.Contains(HealthCommand.Switch))
    {
        var settings = WebApplication.CreateBuilder([.. args.Where(a => a != HealthCommand.Switch)]).Configuration;
        return await HealthCommand.RunAsync(settings, Console.Out);
    }

    var backup = BackupCommand.FileOf(args, out var rest);
    var isVerify = rest.Contains(VerifyCommand.Switch);
    rest = [.. rest.Where(a => a != VerifyCommand.Switch)];
    using var stop = isVerify || backup is not null ? null : new StopSignal();
    var app = DashboardApplication.Build(rest);
    try
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        if (isVerify) return await VerifyCommand.RunAsync(app.Services, Console.Out);
        if (backup is not null) return await BackupCommand.RunAsync(app.Services, backup, rest, Console.Out);
        if (ReplayPreview.IsAsked(app.Configuration)) return await ReplayPreview.RunAsync(app.Services, Console.Out);
        if (await DashboardApplication.StartAsync(app, stop!.Requested)) await DashboardApplication.RunAsync(app, stop.Requested);
        else await Console.Out.WriteLineAsync("Stopped before the start was complete.");
        if (DashboardApplication.UncleanReason(app) is not { } reason) return app.Services.GetRequiredService<ReplayRuns>().ExitCode;
        await Console.Error.WriteLineAsync("Not a clean stop. " + reason);
        return UncleanEnd.ExitCode;
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
