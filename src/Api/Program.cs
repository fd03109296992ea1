using Dashboard.Api;
using Dashboard.Application;
using Dashboard.Infrastructure;
using Serilog;

var builder = WebApplication.CreateBuilder(args);
builder.UseDefaultAddress();
builder.Services.AddSerilog(logger => logger.ReadFrom.Configuration(builder.Configuration));

// Hosted services stop in reverse order: feeds first, then processing, then the live view, and the writer last.
builder.Services.AddInfrastructure(builder.Configuration, builder.Environment);
builder.Services.AddApi(builder.Environment);
builder.Services.AddApplication(builder.Configuration);

var app = builder.Build();
app.MapApi();
app.Run();

/// <summary>The entry point, named for tests that start the whole host.</summary>
public partial class Program;
