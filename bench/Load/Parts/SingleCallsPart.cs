using Dashboard.Bench.Load.Baselines;
using Dashboard.Bench.Load.Figures;

namespace Dashboard.Bench.Load.Parts;

/// <summary>Single calls, acknowledged after their commit: the cost beside the bare endpoint, and the latency at a fixed rate.</summary>
internal sealed class SingleCallsPart(RunContext run)
{
    private const int Rate = 1_000;
    private const double ShareTarget = 0.5;
    private const double RateTarget = 10_000;
    private const double P50Target = 5;
    private const double P99Target = 25;

    private static readonly TimeSpan BareInterval = TimeSpan.FromSeconds(1);

    public async Task RunAsync()
    {
        await MeasureCostAsync();
        if (run.Settings.OnlyGuarded) return;
        await RunContext.FlushDiskAsync();
        await MeasureLatencyAsync();
    }

    private async Task MeasureCostAsync()
    {
        var slice = run.Settings.Slice;
        using var bare = await BareServer.StartAsync(run.Port + 1, batchBytes: 1, metricsBytes: 1, BareInterval, run.Clock);
        using var server = await run.StartAsync(run.NewFolder(), RunContext.NoProcessingDelay);
        var (bareCalls, calls) = (new SingleCalls(run.Port + 1, run.Clock), new SingleCalls(run.Port, run.Clock));
        await bareCalls.SendAsync(run.Settings.WarmUp);
        await calls.SendAsync(run.Settings.WarmUp);
        await run.WaitUntilStoredAsync(server);

        var (program, baseline) = (new List<Cost>(), new List<Cost>());
        for (var pair = 0; pair < run.Settings.Pairs; pair++)
        {
            baseline.Add(await CostAsync(bareCalls, slice, () => bare.CpuTime, () => Task.CompletedTask));
            program.Add(await CostAsync(calls, slice, () => server.CpuTime, () => run.WaitUntilStoredAsync(server)));
        }

        await run.VerifyEndedAsync(server, calls.Sent);
        await server.InterruptAsync();
        run.Figures.Add("single: the bare endpoint, without a store", Spread.Of(baseline.Select(c => c.PerSecond)), "/s");
        run.Figures.AddAtLeast("single, acknowledged after its commit", Spread.Of(program.Select(c => c.PerSecond)), RateTarget, "/s");
        var shares = Spread.OfPairs(program.Select(c => c.PerSecond), baseline.Select(c => c.PerSecond));
        run.Figures.AddAtLeast("single: throughput, share of the bare endpoint", shares, ShareTarget);
        run.Figures.Add("single: CPU per transaction", Spread.Of(program.Select(c => c.CpuMicroseconds)), "µs");
        run.Figures.AddGuarded(
            "single: CPU per transaction, multiple of the bare endpoint",
            Spread.OfPairs(program.Select(c => c.CpuMicroseconds), baseline.Select(c => c.CpuMicroseconds)));
    }

    // Payments take their usual time at the simulated gateway here.
    private async Task MeasureLatencyAsync()
    {
        using var server = await run.StartAsync(run.NewFolder());
        var calls = new SingleCalls(run.Port, run.Clock);
        await calls.SendAtRateAsync(Rate, run.Settings.WarmUp);
        var latencies = await calls.SendAtRateAsync(Rate, run.Settings.Length);
        run.Figures.AddAtMost("single at 1,000 a second: acknowledged, p50", latencies[latencies.Length / 2], P50Target, "ms");
        run.Figures.AddAtMost("single at 1,000 a second: acknowledged, p99", latencies[latencies.Length * 99 / 100], P99Target, "ms");
        await server.InterruptAsync();
    }

    // The CPU time includes the end of every transaction, the elapsed time only the calls.
    private async Task<Cost> CostAsync(SingleCalls calls, TimeSpan length, Func<TimeSpan> cpuTime, Func<Task> untilEnded)
    {
        var (cpu, started) = (cpuTime(), run.Clock.GetTimestamp());
        var count = await calls.SendAsync(length);
        var elapsed = run.Clock.GetElapsedTime(started);
        await untilEnded();
        return new Cost(count, elapsed, cpuTime() - cpu);
    }
}
