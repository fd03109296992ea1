using System.Globalization;
using Dashboard.Tools.Soak;

namespace Dashboard.Bench.Load;

/// <summary>The live view: the time between ticks and the spread of one tick over many clients, and what a client costs beside bare sockets.</summary>
internal sealed class Live(Bed bed)
{
    private const int Rate = 100;
    private const double TickTarget = 510;
    private const double CostTarget = 1.5;
    private const double SavedTarget = 0.98;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public async Task RunAsync()
    {
        var (clients, length) = (bed.Settings.Clients, TimeSpan.FromSeconds(bed.Settings.Seconds));
        Watched alone, many;
        using (var server = await bed.StartAsync(bed.NewFolder(), "--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=" + Rate.ToString(CultureInfo.InvariantCulture)))
        {
            // The one client last: what the program compiles in its first seconds must not be taken for the cost of the transactions.
            await Task.Delay(WarmUp, TimeProvider.System);
            many = await WatchAsync(clients, length, () => server.CpuTime);
            bed.Figures.Add($"live, {clients} clients: resident memory", server.ResidentMegabytes, "MB");
            alone = await WatchAsync(1, length, () => server.CpuTime);
            await server.InterruptAsync();
        }

        Watched bare;
        using (var process = await Bare.StartAsync(bed.Port, many.BatchBytes, many.MetricsBytes)) bare = await WatchAsync(clients, length, () => process.CpuTime);

        var each = (many.CpuPerTick - alone.CpuPerTick).TotalMicroseconds / (clients - 1);
        var bareEach = bare.CpuPerTick.TotalMicroseconds / clients;
        bed.Figures.AddAtMost($"live, {clients} clients: time between ticks, p99", many.Interval(0.99), TickTarget, "ms");
        bed.Figures.Add($"live, {clients} clients: bare sockets, p99", bare.Interval(0.99), "ms");
        bed.Figures.Add($"live, {clients} clients: first to last client of a tick, p99", many.Spread(0.99), "ms");
        bed.Figures.Add("live: CPU per client and tick", each, "µs");
        bed.Figures.Add("live: bare sockets, CPU per client and tick", bareEach, "µs");
        bed.Figures.AddRatio("live: cost of a client, in bare sockets", each / bareEach, CostTarget, Better.Lower);
        bed.Figures.AddAtLeast("live: batches saved against one message a transaction", 1 - many.BatchesPerSecond / Rate, SavedTarget, "");
    }

    private async Task<Watched> WatchAsync(int clients, TimeSpan length, Func<TimeSpan> cpu)
    {
        var viewers = new List<RawViewer>();
        try
        {
            for (var i = 0; i < clients; i++) viewers.Add(await RawViewer.ConnectAsync(bed.Port));
            await Task.Delay(WarmUp, TimeProvider.System);
            foreach (var viewer in viewers) viewer.Reset();
            var (started, before) = (TimeProvider.System.GetTimestamp(), cpu());
            await Task.Delay(length, TimeProvider.System);
            return new Watched(viewers, cpu() - before, TimeProvider.System.GetElapsedTime(started));
        }
        finally
        {
            foreach (var viewer in viewers) await viewer.DisposeAsync();
        }
    }

    /// <summary>What the clients saw, and what it cost.</summary>
    private sealed class Watched
    {
        private readonly double[] _intervals;
        private readonly double[] _spreads;

        public Watched(List<RawViewer> viewers, TimeSpan cpu, TimeSpan elapsed)
        {
            var ticks = viewers.Select(v => v.Ticks()).ToList();
            var count = ticks.Min(t => t.Length);
            _intervals = [.. ticks.SelectMany(t => t.Zip(t.Skip(1), (a, b) => TimeProvider.System.GetElapsedTime(a, b).TotalMilliseconds)).Order()];
            _spreads = [.. Enumerable.Range(0, count).Select(i => TimeProvider.System.GetElapsedTime(ticks.Min(t => t[^(i + 1)]), ticks.Max(t => t[^(i + 1)])).TotalMilliseconds).Order()];
            CpuPerTick = cpu / ticks.Average(t => t.Length);
            BatchesPerSecond = viewers.Average(v => v.Batches) / elapsed.TotalSeconds;
            BatchBytes = (int)viewers.Average(v => v.BatchBytes / (double)Math.Max(1, v.Batches));
            MetricsBytes = (int)viewers.Average(v => v.MetricsBytes / (double)Math.Max(1, v.Ticks().Length));
        }

        public TimeSpan CpuPerTick { get; }

        public double BatchesPerSecond { get; }

        public int BatchBytes { get; }

        public int MetricsBytes { get; }

        public double Interval(double share) => At(_intervals, share);

        public double Spread(double share) => At(_spreads, share);

        private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[(int)(share * (sorted.Length - 1))];
    }
}
