using Dashboard.Bench.Load.Baselines;
using Dashboard.Bench.Load.Figures;

namespace Dashboard.Bench.Load.Parts;

/// <summary>Durable throughput, from HTTP to finished and stored, beside the bare insert loop over the same rows.</summary>
internal sealed class IngestPart(RunContext run)
{
    private const int WarmUp = 50_000;
    private const double ShareTarget = 0.6;
    private const double LoopTarget = 50_000;

    private static readonly TimeSpan RowInterval = TimeSpan.FromMicroseconds(10);

    public async Task RunAsync()
    {
        var rows = run.Settings.Rows / run.Settings.Pairs;
        using var loop = await InsertLoopAsync();
        using var second = await InsertLoopAsync();
        using var stream = await IngestLoad.StartAsync(run, run.Port, new StreamSender(run.Port));
        using var batch = await IngestLoad.StartAsync(run, run.Port + 1, new BatchSender(run.Port + 1, run.Clock));
        loop.Write(WarmUp);
        second.Write(WarmUp);
        await stream.WarmUpAsync(WarmUp);
        await batch.WarmUpAsync(WarmUp);

        var (alone, twoAtOnce, streams, batches) = (new List<Cost>(), new List<Cost>(), new List<Cost>(), new List<Cost>());
        for (var pair = 0; pair < run.Settings.Pairs; pair++)
        {
            alone.Add(loop.Write(rows));
            twoAtOnce.Add(await WriteAtOnceAsync(loop, second, rows));
            streams.Add(await stream.SendAsync(rows));
            batches.Add(await batch.SendAsync(rows));
        }

        run.Figures.AddAtLeast("bare insert loop over the same rows", Spread.Of(alone.Select(c => c.PerSecond)), LoopTarget, "/s");
        run.Figures.Add("bare insert loop, two at once: CPU per transaction", Spread.Of(twoAtOnce.Select(c => c.CpuMicroseconds)), "µs");
        await ReportAsync("stream", stream, streams, alone, twoAtOnce);
        await ReportAsync("batch", batch, batches, alone, twoAtOnce);
    }

    private async Task<BareInsertLoop> InsertLoopAsync() =>
        new(await run.EmptyDatabaseAsync(), run.Clock.GetUtcNow(), RowInterval, run.Clock);

    // The program uses two cores and more. CPU time is only comparable when the baseline has no idle neighbour either, because cores share
    // caches and, as hyper-threads, their execution units.
    private async Task<Cost> WriteAtOnceAsync(BareInsertLoop first, BareInsertLoop second, int rows)
    {
        var (started, cpu) = (run.Clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await Task.WhenAll(Task.Run(() => first.Write(rows)), Task.Run(() => second.Write(rows)));
        return new Cost(2 * rows, run.Clock.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
    }

    private async Task ReportAsync(string name, IngestLoad load, List<Cost> program, List<Cost> alone, List<Cost> twoAtOnce)
    {
        run.Figures.Add($"{name}, finished and stored", Spread.Of(program.Select(c => c.PerSecond)), "/s");
        var shares = Spread.OfPairs(program.Select(c => c.PerSecond), alone.Select(c => c.PerSecond));
        run.Figures.AddAtLeast($"{name}: throughput, share of the bare insert loop", shares, ShareTarget);
        run.Figures.Add($"{name}: CPU per transaction", Spread.Of(program.Select(c => c.CpuMicroseconds)), "µs");
        var multiples = Spread.OfPairs(program.Select(c => c.CpuMicroseconds), twoAtOnce.Select(c => c.CpuMicroseconds));
        run.Figures.AddGuarded($"{name}: CPU per transaction, multiple of the insert loop", multiples);
        run.Figures.Add($"{name}: allocated per transaction", load.AllocatedPerTransaction / 1_000, "KB");
        run.Figures.Add($"{name}: resident memory afterwards", load.Server.ResidentMegabytes, "MB");
        await load.StopAsync();
    }
}
