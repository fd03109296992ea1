using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Dashboard.Tools.Soak;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Bench.Load;

/// <summary>
/// What Kestrel costs without the product, in a process of its own: an endpoint that reads the same body and stores nothing, and sockets that are sent
/// as many bytes twice a second.
/// </summary>
internal sealed class Bare : IDisposable
{
    public const string Argument = "bare";

    private const byte EndOfMessage = 0x1e;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;

    private Bare(Process process) => _process = process;

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the process and waits until it listens.</summary>
    public static async Task<Bare> StartAsync(int port, int batchBytes, int metricsBytes)
    {
        var bare = new Bare(Process.Start(Environment.ProcessPath!, [Argument, Text(port), Text(batchBytes), Text(metricsBytes)]));
        await Until.TrueAsync("the bare server listens", TimeSpan.FromSeconds(30), async () =>
        {
            try
            {
                using var http = await RawHttp.ConnectAsync(port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
        return bare;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    public static async Task RunAsync(string[] args)
    {
        var numbers = args[1..].Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:" + Text(numbers[0]));
        app.UseWebSockets();
        app.MapPost("/api/v1/transactions", (Body body) => TypedResults.Accepted("/api/v1/transactions/0", new { Id = body.Reference }));

        var sockets = new ConcurrentDictionary<WebSocket, TaskCompletionSource>();
        app.Map("/hubs/dashboard", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var closed = sockets.GetOrAdd(socket, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            await closed.Task;
        });
        var run = app.RunAsync();
        // One message, as the program sends it.
        byte[] tick = [.. Message("ReceiveTransactionBatch", numbers[1]), EndOfMessage, .. Message("ReceiveMetricsUpdate", numbers[2])];
        using var timer = new PeriodicTimer(Tick, TimeProvider.System);
        while (!run.IsCompleted && await timer.WaitForNextTickAsync()) await Task.WhenAll(sockets.Select(s => SendAsync(s.Key, s.Value, tick)));
    }

    private static async Task SendAsync(WebSocket socket, TaskCompletionSource closed, byte[] tick)
    {
        try
        {
            await socket.SendAsync(tick, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            closed.TrySetResult();
        }
    }

    // As long as the hub's own, and named like it for the viewers.
    private static byte[] Message(string name, int length) => Encoding.ASCII.GetBytes(name.PadRight(Math.Max(name.Length, length), '.'));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Body(string Source, string Reference, string Account, string? Counterparty, decimal Amount, string Currency);
}
