using Dashboard.Api;
using Dashboard.Api.Books;
using Dashboard.Api.Common;
using Dashboard.Api.Health;
using Dashboard.Application;
using Dashboard.Application.Storage;
using Dashboard.Infrastructure;
using Dashboard.Infrastructure.Replay;
using Dashboard.Infrastructure.Replay.Preview;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Serilog;

try
{
    if (args.Contains(HealthCommand.Switch))
        return await HealthCommand.RunAsync(WebApplication.CreateBuilder([.. args.Where(a => a != HealthCommand.Switch)]).Configuration, Console.Out);
    await using var app = Build([.. args.Where(a => a != VerifyCommand.Switch)]);
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    if (args.Contains(VerifyCommand.Switch)) return await VerifyCommand.RunAsync(app.Services, Console.Out);
    if (ReplayPreview.IsAsked(app.Configuration)) return await ReplayPreview.RunAsync(app.Services, Console.Out);
    await RunAsync(app);
    return app.Services.GetService<ReplayStatus>()?.ExitCode ?? 0;
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
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync("Not started. " + exception.Message);
    return 3;
}

static async Task RunAsync(WebApplication app)
{
    try
    {
        await app.StartAsync();
    }
    catch
    {
        // What has started by now ends as at any stop; by itself the host would only let go of it.
        await app.StopAsync();
        throw;
    }

    await app.WaitForShutdownAsync();
}

static WebApplication Build(string[] args)
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

    var app = builder.Build();
    app.MapApi();
    return app;
}

/// <summary>The entry point, named for tests that start the whole host.</summary>
public partial class Program;
