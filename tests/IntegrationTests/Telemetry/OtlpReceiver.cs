using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.IntegrationTests.Telemetry;

/// <summary>A span as a collector gets it. Ids are hexadecimal; a root span has an empty parent.</summary>
internal sealed record OtlpSpan(
    string TraceId, string SpanId, string ParentId, string Name, IReadOnlyDictionary<string, string> Attributes, string[] Events);

/// <summary>An entry of the log as a collector gets it.</summary>
internal sealed record OtlpLog(string Severity, string Body, string TraceId);

/// <summary>A collector of OpenTelemetry: takes traces, metrics and logs over OTLP with HTTP and Protobuf, and keeps all bytes.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _calls = [];

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _calls.Enqueue((context.Request.Path, body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
        });
    }

    /// <summary>The settings that make a program send everything to this receiver at short intervals.</summary>
    public string[] Settings =>
    [
        "--OTEL_EXPORTER_OTLP_ENDPOINT=" + _app.Urls.Single(), "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        "--OTEL_BSP_SCHEDULE_DELAY=100", "--OTEL_BLRP_SCHEDULE_DELAY=100", "--OTEL_METRIC_EXPORT_INTERVAL=200",
    ];

    /// <summary>Everything that was received, as one text.</summary>
    public string Bytes => string.Join('\n', _calls.Select(c => Encoding.UTF8.GetString(c.Body)));

    public IReadOnlyList<OtlpSpan> Spans => [.. Records("/v1/traces").Select(Span)];

    public IReadOnlyList<string> Metrics => [.. Records("/v1/metrics").Select(m => m.Text(1)).Distinct()];

    public IReadOnlyList<OtlpLog> Logs =>
        [.. Records("/v1/logs").Select(l => new OtlpLog(l.Text(3), l.Child(5).Text(1), l.Hex(9)))];

    /// <summary>The service.name of everything received.</summary>
    public IReadOnlyList<string> Services =>
    [
        .. _calls.SelectMany(c => new ProtobufMessage(c.Body).Children(1)).SelectMany(r => r.Child(1).Children(1))
            .Where(a => a.Text(1) == "service.name").Select(a => a.Child(2).Text(1)).Distinct(),
    ];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    public Task<bool> WaitForAsync(Func<OtlpReceiver, bool> condition) =>
        Poll.UntilAsync(() => Task.FromResult(condition(this)), isMet => isMet);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Of each kind: request → resource → scope → record, each in field 1, 2 and 2.
    private IEnumerable<ProtobufMessage> Records(string path) =>
        _calls.Where(c => c.Path == path).SelectMany(c => new ProtobufMessage(c.Body).Children(1))
            .SelectMany(resource => resource.Children(2)).SelectMany(scope => scope.Children(2));

    private static OtlpSpan Span(ProtobufMessage span) => new(
        span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5),
        span.Children(9).ToDictionary(a => a.Text(1), a => a.Child(2).Text(1)), [.. span.Children(11).Select(e => e.Text(2))]);
}
