using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Dashboard.Tools.Soak;

namespace Dashboard.Bench.Load;

/// <summary>Single calls, acknowledged after their commit: as many as go, and 1,000 a second without coordinated omission.</summary>
internal sealed class SingleCalls(Bed bed)
{
    private const int Callers = 128;
    private const int Rate = 1_000;
    private const double RatioTarget = 0.5;
    private const double RateTarget = 10_000;
    private const double P50Target = 5;
    private const double P99Target = 25;

    // What is called often is compiled again within its first seconds.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    private long _next;

    public async Task RunAsync()
    {
        double bare;
        using (await Bare.StartAsync(bed.Port, batchBytes: 1, metricsBytes: 1)) bare = await MostAsync();

        bed.Figures.Add("single: the same endpoint, bare and without a store", bare, "/s");
        using (var server = await bed.StartAsync(bed.NewFolder(), Bed.AtOnce))
        {
            var (cpu, from) = (server.CpuTime, _next);
            var most = await MostAsync();
            bed.Figures.AddAtLeast("single, acknowledged after its commit", most, RateTarget, "/s");
            bed.Figures.AddRatio("single, of the bare endpoint", most / bare, RatioTarget);
            bed.Figures.Add("single: CPU per transaction", (server.CpuTime - cpu).TotalMicroseconds / (_next - from), "µs");
            await server.InterruptAsync();
        }

        await Bed.SettleAsync();
        // At this pace payments take their usual time at the gateway.
        using (var server = await bed.StartAsync(bed.NewFolder()))
        {
            await AtRateAsync(WarmUp);
            var latencies = await AtRateAsync(TimeSpan.FromSeconds(bed.Settings.Seconds));
            bed.Figures.AddAtMost("single at 1,000 a second: acknowledged, p50", latencies[latencies.Length / 2], P50Target, "ms");
            bed.Figures.AddAtMost("single at 1,000 a second: acknowledged, p99", latencies[latencies.Length * 99 / 100], P99Target, "ms");
            await server.InterruptAsync();
        }
    }

    private async Task<double> MostAsync()
    {
        await CallAsync(WarmUp);
        var length = TimeSpan.FromSeconds(bed.Settings.Seconds);
        return await CallAsync(length) / length.TotalSeconds;
    }

    private async Task<long> CallAsync(TimeSpan length)
    {
        var started = TimeProvider.System.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            using var http = await RawHttp.ConnectAsync(bed.Port);
            long calls = 0;
            for (; TimeProvider.System.GetElapsedTime(started) < length; calls++) await CallOnceAsync(http);
            return calls;
        })));
        return counts.Sum();
    }

    // Milliseconds from when a call was due, whether or not it could be sent then, to its answer; sorted.
    private async Task<double[]> AtRateAsync(TimeSpan length)
    {
        var due = Channel.CreateBounded<long>(Rate * 10);
        var latencies = new ConcurrentBag<double>();
        var connections = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => RawHttp.ConnectAsync(bed.Port)));
        var callers = connections.Select(connection => Task.Run(async () =>
        {
            using var http = connection;
            await foreach (var at in due.Reader.ReadAllAsync())
            {
                await CallOnceAsync(http);
                latencies.Add(TimeProvider.System.GetElapsedTime(at).TotalMilliseconds);
            }
        })).ToArray();

        var apart = TimeProvider.System.TimestampFrequency / Rate;
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        for (var (sent, all) = (0L, (long)(length.TotalSeconds * Rate)); sent < all && await timer.WaitForNextTickAsync();)
        {
            var now = TimeProvider.System.GetTimestamp();
            for (; sent < all && started + sent * apart <= now; sent++) await due.Writer.WriteAsync(started + sent * apart);
        }

        due.Writer.Complete();
        await Task.WhenAll(callers);
        return [.. latencies.Order()];
    }

    private async Task CallOnceAsync(RawHttp http)
    {
        var json = new StringBuilder();
        new Payment(Interlocked.Increment(ref _next)).AppendJson(json);
        if (await http.SendAsync(RawHttp.Post("/api/v1/transactions", Encoding.UTF8.GetBytes(json.ToString()))) is var status and not 202)
            throw new InvalidOperationException($"A single call was answered {status}.");
    }
}
