using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Dashboard.Bench.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Bench.Load.Baselines;

/// <summary>
/// Kestrel without the product, in a process of its own. Its endpoint reads the same body and stores nothing; its sockets send as many
/// bytes at the same interval as the hub.
/// </summary>
internal sealed class BareServer : IDisposable
{
    /// <summary>First argument of the command line that makes the benchmark's own executable this server.</summary>
    public const string Argument = "bare-server";

    private const byte EndOfMessage = 0x1e;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private BareServer(Process process) => _process = process;

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the process and waits until it listens.</summary>
    /// <param name="batchBytes">Length of the message that stands for a batch of transactions.</param>
    /// <param name="metricsBytes">Length of the message that stands for the metrics.</param>
    /// <param name="interval">Time between two messages to each socket.</param>
    public static async Task<BareServer> StartAsync(int port, int batchBytes, int metricsBytes, TimeSpan interval, TimeProvider clock)
    {
        string[] arguments = [Argument, Text(port), Text(batchBytes), Text(metricsBytes), Text((int)interval.TotalMilliseconds)];
        var server = new BareServer(Process.Start(Environment.ProcessPath!, arguments));
        await clock.WaitUntilAsync("the bare server listens", StartTimeout, async () =>
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
        return server;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Is the server; returns when the process is told to stop.</summary>
    public static async Task RunAsync(string[] args, TimeProvider clock)
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
            sockets.TryRemove(socket, out _);
        });
        var run = app.RunAsync();
        // The program sends both messages of a tick as one frame.
        byte[] tick = [.. Message("ReceiveTransactionBatch", numbers[1]), EndOfMessage, .. Message("ReceiveMetricsUpdate", numbers[2])];
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(numbers[3]), clock);
        while (!run.IsCompleted && await timer.WaitForNextTickAsync())
            await Task.WhenAll(sockets.Select(s => SendAsync(s.Key, s.Value, tick)));
    }

    private static async Task SendAsync(WebSocket socket, TaskCompletionSource closed, byte[] tick)
    {
        try
        {
            await socket.SendAsync(tick, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            closed.TrySetResult();
        }
    }

    // The viewers look for the name; the padding makes the message as long as the hub's.
    private static byte[] Message(string name, int length) => Encoding.ASCII.GetBytes(name.PadRight(Math.Max(name.Length, length), '.'));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Body(string Source, string Reference, string Account, string? Counterparty, decimal Amount, string Currency);
}
