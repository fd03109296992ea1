using System.Globalization;
using Dashboard.Bench.Load.Baselines;
using Dashboard.Bench.Load.Figures;

namespace Dashboard.Bench.Load.Parts;

/// <summary>The live view: the CPU time of one client beside bare sockets, and the time between ticks for many clients.</summary>
internal sealed class LivePart(RunContext run)
{
    private const int Rate = 100;
    private const double TickTarget = 510;
    private const double CostTarget = 1.5;
    private const double SavedTarget = 0.98;

    // The cost is measured at the shortest interval that the program allows, because more messages give more CPU time to measure.
    private static readonly TimeSpan ShortInterval = TimeSpan.FromMilliseconds(50);

    private static readonly string[] Simulator =
        ["--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=" + Rate.ToString(CultureInfo.InvariantCulture)];

    public async Task RunAsync()
    {
        await MeasureCostAsync();
        if (!run.Settings.OnlyGuarded) await MeasureTicksAsync();
    }

    private async Task MeasureCostAsync()
    {
        var clients = run.Settings.Clients;
        var interval = "--Live:BroadcastInterval=" + ShortInterval.ToString("c", CultureInfo.InvariantCulture);
        using var server = await run.StartAsync(run.NewFolder(), [.. Simulator, interval]);
        var warm = await WatchAsync(run.Port, clients, run.Settings.WarmUp, () => server.CpuTime);
        using var bare = await BareServer.StartAsync(run.Port + 1, warm.BatchBytes, warm.MetricsBytes, ShortInterval, run.Clock);
        await WatchAsync(run.Port + 1, clients, run.Settings.WarmUp, () => bare.CpuTime);
        // What the load costs is no cost of a client.
        var one = await WatchAsync(run.Port, 1, run.Settings.WarmUp, () => server.CpuTime);

        var (program, baseline) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < run.Settings.Pairs; pair++)
        {
            var sockets = await WatchAsync(run.Port + 1, clients, 2 * run.Settings.Slice, () => bare.CpuTime);
            var many = await WatchAsync(run.Port, clients, 2 * run.Settings.Slice, () => server.CpuTime);
            baseline.Add(sockets.CpuPerTick.TotalMicroseconds / clients);
            program.Add((many.CpuPerTick - one.CpuPerTick).TotalMicroseconds / (clients - 1));
        }

        await server.InterruptAsync();
        run.Figures.Add("live: CPU per client and tick", Spread.Of(program), "µs");
        run.Figures.Add("live: bare sockets, CPU per client and tick", Spread.Of(baseline), "µs");
        run.Figures.AddGuarded("live: CPU per client, multiple of bare sockets", Spread.OfPairs(program, baseline), CostTarget);
    }

    private async Task MeasureTicksAsync()
    {
        var clients = run.Settings.Clients;
        using var server = await run.StartAsync(run.NewFolder(), Simulator);
        await WatchAsync(run.Port, clients, run.Settings.WarmUp, () => server.CpuTime);
        var many = await WatchAsync(run.Port, clients, run.Settings.Length, () => server.CpuTime);
        run.Figures.Add($"live, {clients} clients: resident memory", server.ResidentMegabytes, "MB");
        run.Figures.AddAtMost($"live, {clients} clients: time between ticks, p99", many.Interval(0.99), TickTarget, "ms");
        run.Figures.Add($"live, {clients} clients: first to last client of a tick, p99", many.FirstToLast(0.99), "ms");
        run.Figures.AddAtLeast("live: batches saved against one message a transaction", 1 - many.BatchesPerSecond / Rate, SavedTarget, "");
        await server.InterruptAsync();
    }

    private async Task<WatchedTicks> WatchAsync(int port, int clients, TimeSpan length, Func<TimeSpan> cpuTime)
    {
        var viewers = new List<HubViewer>();
        try
        {
            for (var i = 0; i < clients; i++) viewers.Add(await HubViewer.ConnectAsync(port, run.Clock));
            await Task.Delay(Settings.Pause, run.Clock);
            foreach (var viewer in viewers) viewer.Reset();
            var (started, cpu) = (run.Clock.GetTimestamp(), cpuTime());
            await Task.Delay(length, run.Clock);
            return new WatchedTicks(viewers, cpuTime() - cpu, run.Clock.GetElapsedTime(started), run.Clock);
        }
        finally
        {
            foreach (var viewer in viewers) await viewer.DisposeAsync();
        }
    }
}
