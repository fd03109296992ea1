using Dashboard.Api;
using Dashboard.Application;
using Dashboard.Infrastructure;
using Dashboard.Infrastructure.Replay;
using Microsoft.Extensions.Options;
using Serilog;

var builder = WebApplication.CreateBuilder(args);
builder.UseDefaultAddress();
builder.Services.AddSerilog(logger => logger.ReadFrom.Configuration(builder.Configuration));

// Hosted services stop in reverse order: feeds first, then processing, then the live view, and the writer last.
builder.Services.AddInfrastructure(builder.Configuration, builder.Environment);
builder.Services.AddApi(builder.Environment);
builder.Services.AddApplication(builder.Configuration);
builder.Services.AddReplay(builder.Configuration);

await using var app = builder.Build();
app.MapApi();
try
{
    app.Services.GetRequiredService<IStartupValidator>().Validate();
}
catch (OptionsValidationException invalid)
{
    // A sentence for the operator instead of a stack trace; nothing has been opened or started yet.
    await Console.Error.WriteLineAsync("Not started, the configuration is not valid: " + string.Join(" ", invalid.Failures));
    return 1;
}

await app.RunAsync();
return 0;
