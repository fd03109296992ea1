using Serilog;

namespace Dashboard.Api.Logging;

internal static class LogRegistration
{
    private const string Outputs = "Serilog:WriteTo";

    /// <summary>The log as the section <c>Serilog</c> describes it, written by a thread of its own: an output that nobody reads holds up
    /// nobody.</summary>
    /// <param name="builder">Of the program.</param>
    /// <param name="alsoToProviders">True when the registered providers get the entries as well.</param>
    public static void AddLog(this WebApplicationBuilder builder, bool alsoToProviders)
    {
        var queue = new LogQueue();
        var levels = Part(builder.Configuration, isOutput: false);
        var outputs = Part(builder.Configuration, isOutput: true);
        builder.Services.AddSingleton(queue);
        builder.Services.AddSerilog(logger => logger.ReadFrom.Configuration(levels).WriteTo.Async(
            written => written.Sink(new PlainLines(
                new LoggerConfiguration().MinimumLevel.Verbose().ReadFrom.Configuration(outputs).CreateLogger())),
            LogQueue.Capacity, blockWhenFull: false, monitor: queue), writeToProviders: alsoToProviders);
        builder.Services.AddHealthChecks().AddCheck<LogHealth>("log", tags: ["ready"]);
    }

    private static IConfigurationRoot Part(ConfigurationManager settings, bool isOutput) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.GetSection("Serilog").AsEnumerable().Where(
            s => s.Key.StartsWith("Serilog:Using", StringComparison.OrdinalIgnoreCase)
                || s.Key.StartsWith(Outputs, StringComparison.OrdinalIgnoreCase) == isOutput)).Build();
}
