using System.Reflection;
using Dashboard.Api.Metrics;
using Dashboard.Application.Common;
using OpenTelemetry.Exporter;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Dashboard.Api.Telemetry;

/// <summary>Sends traces, metrics and logs over OTLP when the standard variables of OpenTelemetry are set (docs/adr/0029).</summary>
/// <remarks>Each kind has a bounded queue and a thread of its own. While the collector is away, entries are dropped, and nothing
/// waits.</remarks>
internal static class TelemetryRegistration
{
    private const string ServiceName = "dashboard";

    /// <summary>Meters of the platform, beside the program's own.</summary>
    private static readonly string[] PlatformMeters =
        ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>To be called before the log is added. Registers nothing at all when no variable asks for it.</summary>
    public static OtlpSettings AddTelemetry(this WebApplicationBuilder builder)
    {
        var otlp = OtlpSettings.From(builder.Configuration);
        if (!otlp.AreAny) return otlp;
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(Describe);
        if (otlp.Traces is { } traces)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource(Tracing.SourceName).AddAspNetCoreInstrumentation(LeaveOutCallers).AddOtlpExporter(o => Send(o, traces)));
        }

        if (otlp.Metrics is { } metrics)
        {
            telemetry.WithMetrics(meters => meters
                .AddMeter(DashboardMeter.Name).AddMeter(PlatformMeters).AddOtlpExporter(o => Send(o, metrics)));
        }

        if (otlp.Logs is { } logs)
        {
            // The program's log writes to these providers, and the platform's own would write everything a second time.
            builder.Logging.ClearProviders();
            telemetry.WithLogging(
                logging => logging.AddOtlpExporter(o => Send(o, logs)), options => options.IncludeFormattedMessage = true);
        }

        return otlp;
    }

    // Names from the environment win.
    private static void Describe(ResourceBuilder resource) => resource
        .AddService(ServiceName, serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString(3))
        .AddEnvironmentVariableDetector();

    private static void Send(OtlpExporterOptions exporter, OtlpTarget target)
    {
        if (target.Own is { } own) exporter.Endpoint = own;
    }

    // A query of the history may name an account, and a user agent a person. Calls outside the interface, such as a connection of the
    // hub, are no traces.
    private static void LeaveOutCallers(AspNetCoreTraceInstrumentationOptions calls)
    {
        calls.Filter = context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        calls.EnrichWithHttpRequest = (span, _) => span.SetTag("url.query", null).SetTag("user_agent.original", null);
        // A caller puts into a path whatever it likes; the template of the route is the program's own.
        calls.EnrichWithHttpResponse = (span, response) => span.SetTag(
            "url.path", (response.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
    }
}
