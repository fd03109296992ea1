using Dashboard.Api.Common;
using Dashboard.Api.Common.Bounds;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.History;

/// <summary>Disconnects callers that read an export too slowly, and counts them.</summary>
internal sealed partial class SlowExports(
    IOptions<ServerOptions> options, RefusalCounts refusals, TimeProvider clock, ILogger<SlowExports> logger)
{
    private const string Reason = "export_not_read";

    public ReadingPace PaceOf(HttpContext context) => new(options.Value.MinExportRate, clock, () =>
    {
        refusals.Add(Reason, RefusalCounts.Disconnected);
        LogDisconnected(options.Value.MinExportRate);
        context.Abort();
    });

    [LoggerMessage(704, LogLevel.Information, "The caller of an export was disconnected: it read fewer than {Rate} bytes a second")]
    private partial void LogDisconnected(int rate);
}
