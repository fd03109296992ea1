using Microsoft.Extensions.Options;

namespace Dashboard.Api.Common.Bounds;

/// <summary>Keeps the bounds of connections below the number of files and sockets that the system lets the process open.</summary>
/// <remarks>The runtime ends the process when it cannot open another one, so a bound above that number is no bound.</remarks>
internal sealed partial class DescriptorLimit(ILogger<DescriptorLimit> logger) : IPostConfigureOptions<ServerOptions>
{
    /// <summary>For the files of the program (some 340), the store, the log, and connections that are being closed.</summary>
    internal const int Reserve = 512;

    private const int LeastConnections = 10;
    private const string LimitsFile = "/proc/self/limits";

    private int _isLogged;

    /// <summary>Lowers the bounds, and warns about it.</summary>
    /// <exception cref="OptionsValidationException">The system allows too few to run at all.</exception>
    public void PostConfigure(string? name, ServerOptions options)
    {
        if (Read() is not { } limit) return;
        var (http, live) = Within(limit, options.MaxConnections, options.MaxLiveConnections);
        if ((http, live) == (options.MaxConnections, options.MaxLiveConnections)) return;
        // The options are made more than once.
        if (Interlocked.Exchange(ref _isLogged, 1) == 0)
            LogLowered(limit, options.MaxConnections, http, options.MaxLiveConnections, live);
        (options.MaxConnections, options.MaxLiveConnections) = (http, live);
    }

    /// <summary>The bounds that the limit leaves room for, in the proportion in which they were set.</summary>
    /// <exception cref="OptionsValidationException">The system allows too few to run at all.</exception>
    internal static (int Http, int Live) Within(long limit, int http, int live)
    {
        var room = limit - Reserve;
        if ((long)http + live <= room) return (http, live);
        if (room < 2 * LeastConnections)
        {
            throw new OptionsValidationException("Server", typeof(ServerOptions), [
                $"the system lets the program open {limit} files and sockets (ulimit -n), and it needs at least "
                + $"{Reserve + (2 * LeastConnections)}; raise the limit."]);
        }

        var lowered = Math.Clamp(room * http / ((long)http + live), LeastConnections, room - LeastConnections);
        return ((int)Math.Min(http, lowered), (int)Math.Min(live, room - lowered));
    }

    // The soft limit, which the runtime has raised to the hard limit by now. Null on systems without this file, and without a limit.
    private static long? Read()
    {
        if (!File.Exists(LimitsFile)) return null;
        var line = File.ReadLines(LimitsFile).FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        return line is not null && long.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], out var limit) ? limit : null;
    }

    [LoggerMessage(705, LogLevel.Warning,
        "The system lets the program open {Limit} files and sockets (ulimit -n): "
        + "Server:MaxConnections is lowered from {Http} to {LoweredHttp}, Server:MaxLiveConnections from {Live} to {LoweredLive}")]
    private partial void LogLowered(long limit, int http, int loweredHttp, int live, int loweredLive);
}
