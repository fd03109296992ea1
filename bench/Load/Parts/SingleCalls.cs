using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Dashboard.Bench.Harness;

namespace Dashboard.Bench.Load.Parts;

/// <summary>Callers that each send one payment, wait for its answer and send the next.</summary>
/// <param name="port">The port of the program.</param>
/// <param name="clock">The clock.</param>
/// <param name="key">The API key that each call carries; null for none.</param>
internal sealed class SingleCalls(int port, TimeProvider clock, string? key = null)
{
    private const int Callers = 128;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(10);

    private long _sent;

    public long Sent => _sent;

    /// <summary>Sends as many calls as possible; returns their number.</summary>
    public async Task<long> SendAsync(TimeSpan length)
    {
        var started = clock.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            using var http = await RawHttp.ConnectAsync(port);
            long calls = 0;
            for (; clock.GetElapsedTime(started) < length; calls++) await SendOneAsync(http);
            return calls;
        })));
        return counts.Sum();
    }

    /// <summary>Sends calls at a fixed rate, without coordinated omission.</summary>
    /// <returns>Milliseconds from the time at which each call was due, even when it was sent later, to its answer; sorted.</returns>
    public async Task<double[]> SendAtRateAsync(int perSecond, TimeSpan length)
    {
        var due = Channel.CreateBounded<long>(perSecond * 10);
        var latencies = new ConcurrentBag<double>();
        var connections = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => RawHttp.ConnectAsync(port)));
        var callers = connections.Select(connection => Task.Run(async () =>
        {
            using var http = connection;
            await foreach (var at in due.Reader.ReadAllAsync())
            {
                await SendOneAsync(http);
                latencies.Add(clock.GetElapsedTime(at).TotalMilliseconds);
            }
        })).ToArray();

        await ScheduleAsync(due.Writer, perSecond, (long)(length.TotalSeconds * perSecond));
        await Task.WhenAll(callers);
        return [.. latencies.Order()];
    }

    private async Task ScheduleAsync(ChannelWriter<long> due, int perSecond, long all)
    {
        var interval = clock.TimestampFrequency / perSecond;
        var started = clock.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), clock);
        for (var scheduled = 0L; scheduled < all && await timer.WaitForNextTickAsync();)
        {
            var now = clock.GetTimestamp();
            for (; scheduled < all && started + scheduled * interval <= now; scheduled++)
                await due.WriteAsync(started + scheduled * interval);
        }

        due.Complete();
    }

    private async Task SendOneAsync(RawHttp http)
    {
        var json = new StringBuilder();
        new Payment(Interlocked.Increment(ref _sent)).AppendJson(json);
        var request = RawHttp.Post("/api/v1/transactions", Encoding.UTF8.GetBytes(json.ToString()), key);
        for (var status = 0; status != 202;)
        {
            status = await http.SendAsync(request);
            // The pipeline is full, or a busy machine did not commit in time.
            if (status is 429 or 503) await Task.Delay(RetryDelay, clock);
            else if (status != 202) throw new InvalidOperationException($"A single call was answered {status}.");
        }
    }
}
