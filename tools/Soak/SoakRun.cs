using System.Globalization;
using Dashboard.Bench.Harness;

namespace Dashboard.Tools.Soak;

/// <summary>
/// Runs the program under load with clients connected, compares its counters with its history and with what the clients saw, stops it under
/// load and checks the store after a restart.
/// </summary>
internal sealed class SoakRun(Settings settings, PublishedProgram program, string folder, Report report, TimeProvider clock)
{
    private const double MaxGrowthMegabytes = 25;

    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTarget = TimeSpan.FromSeconds(10);
    private static readonly string[] Options = ["--Simulator:Enabled=false", "--Simulator:Seed=1"];

    private readonly List<HubClient> _clients = [];
    private readonly List<(double Minute, double Megabytes)> _memory = [];

    public async Task RunAsync()
    {
        var server = await program.StartAsync(folder, settings.Port, Options);
        try
        {
            report.Figure("start to ready", $"{server.StartUpTime.TotalSeconds:0.00} s");
            for (var i = 0; i < settings.Clients; i++) _clients.Add(new HubClient(server.Http.BaseAddress!, clock));
            foreach (var client in _clients) await client.StartAsync();
            await server.SetSimulatorAsync(enabled: true, settings.Rate);
            await WatchAsync(server);
            await server.SetSimulatorAsync(enabled: false, settings.Rate);
            await server.WaitUntilIdleAsync();
            await CheckCountersAsync(server);
            await StopUnderLoadAsync(server);
        }
        finally
        {
            foreach (var client in _clients) await client.DisposeAsync();
            server.Dispose();
        }

        await CheckStoreAsync();
    }

    private async Task WatchAsync(RunningProgram server)
    {
        var (started, cpu) = (clock.GetTimestamp(), server.CpuTime);
        Metrics? first = null;
        using var timer = new PeriodicTimer(SampleInterval, clock);
        var elapsed = TimeSpan.Zero;
        while (elapsed.TotalMinutes < settings.Minutes && await timer.WaitForNextTickAsync())
        {
            elapsed = clock.GetElapsedTime(started);
            first ??= await server.GetAsync<Metrics>("/api/v1/metrics");
            _memory.Add((elapsed.TotalMinutes, server.ResidentMegabytes));
            if (_memory.Count % 12 != 0) continue;
            var client = _clients[0];
            var view = $"seen {client.Newest.Count,7}  {client.Last?.TransactionsPerSecond,7:0.0}/s  p99 {client.Interval(0.99),6:0.0} ms";
            var costs = $"{_memory[^1].Megabytes,6:0.0} MB  CPU {(server.CpuTime - cpu) / elapsed:P2}";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMinutes,5:0} min  {view}  {costs}"));
        }

        var last = await server.GetAsync<Metrics>("/api/v1/metrics");
        var rate = (last.Flow.Accepted - first!.Flow.Accepted) / (last.ComputedAt - first.ComputedAt).TotalSeconds;
        report.Figure("transactions accepted", $"{last.Flow.Accepted}");
        report.Figure("rate, wanted and measured", $"{settings.Rate} and {rate:0.00} a second");
        report.Check(Math.Abs(rate - settings.Rate) <= settings.Rate * 0.01, "the rate is within 1 % of the wanted one");
        report.Figure("CPU of one core", $"{(server.CpuTime - cpu) / elapsed:P2}");
        CheckMemory();
        foreach (var (client, number) in _clients.Select((c, i) => (c, i + 1)))
        {
            var intervals = $"{client.Interval(0.5):0.0}, {client.Interval(0.99):0.0}, {client.Interval(1):0.0} ms";
            report.Figure($"client {number}: interval p50, p99, max", intervals);
            var counts = $"{client.MetricsReceived}, {client.Batches}, {client.LargestBatch}, {client.CappedTicks}";
            report.Figure($"client {number}: updates, batches, largest batch, capped ticks", counts);
            report.Check(client.Interval(0.99) < 600, $"client {number}: the p99 of the interval is below 600 ms");
            report.Check(Math.Abs(client.Interval(0.5) - 500) < 25, $"client {number}: metrics arrive twice a second");
        }
    }

    private void CheckMemory()
    {
        var last = _memory.Where(m => m.Minute >= settings.Minutes - 1).Select(m => m.Megabytes).DefaultIfEmpty().Average();
        report.Figure("resident memory, last minute and highest", $"{last:0.0} and {_memory.Max(m => m.Megabytes):0.0} MB");
        if (settings.Minutes < 4) return;
        var early = _memory.Where(m => m.Minute is >= 2 and <= 3).Average(m => m.Megabytes);
        report.Figure("growth from the third to the last minute", $"{last - early:0.0} MB");
        report.Check(last - early < MaxGrowthMegabytes, $"memory is flat (less than {MaxGrowthMegabytes} MB of growth)");
    }

    private async Task CheckCountersAsync(RunningProgram server)
    {
        Metrics metrics = null!;
        Dictionary<string, Transaction> stored = [];
        // The writer needs up to a second for the last states, and the last batch may still be on its way to the clients.
        await clock.WaitUntilAsync("the last states are stored and shown", StoreTimeout, async () =>
        {
            metrics = await server.GetAsync<Metrics>("/api/v1/metrics");
            stored = await server.HistoryAsync();
            return stored.Values.All(IsFinished) && _clients.All(c => c.CappedTicks > 0 || c.Newest.Values.All(IsFinished));
        });

        var flow = metrics.Flow;
        report.Check(flow.Balances, "both equations of the flow hold");
        report.Check(stored.Count == flow.Accepted, $"the history contains every accepted transaction ({stored.Count} of {flow.Accepted})");
        var completed = stored.Values.LongCount(t => t.Status == "Completed");
        var failed = stored.Values.LongCount(t => t.Status == "Failed");
        report.Check(completed == flow.Completed && failed == flow.Failed, "completed and failed of the flow equal the history");
        if (settings.Minutes < 55) CheckLastHour(metrics.LastHour, stored, completed, failed);
        CheckClients(stored);
    }

    private void CheckLastHour(Window hour, Dictionary<string, Transaction> stored, long completed, long failed)
    {
        var flagged = stored.Values.LongCount(t => t.Flags.Count > 0);
        var isEqual = (hour.Count, hour.Completed, hour.Failed, hour.Flagged) == (stored.Count, completed, failed, flagged);
        report.Check(isEqual, "the last hour's counts equal the history");
        var sums = stored.Values.GroupBy(t => t.Currency).ToDictionary(g => g.Key, g => g.Sum(t => t.Amount));
        var areVolumesEqual = hour.Volumes.Count == sums.Count && hour.Volumes.All(v => sums[v.Currency] == v.Amount);
        report.Check(areVolumesEqual, "the last hour's volumes equal the history in every currency");
    }

    private void CheckClients(Dictionary<string, Transaction> stored)
    {
        foreach (var (client, number) in _clients.Select((c, i) => (c, i + 1)))
        {
            var missing = stored.Keys.Count(id => !client.Newest.ContainsKey(id));
            var different = stored.Values.Count(t => client.Newest.TryGetValue(t.Id, out var seen) && seen.Status != t.Status);
            report.Figure($"client {number}: missing, with another status", $"{missing}, {different}");
            var remark = client.CappedTicks > 0 ? " (not checked: batches were capped, as the metrics said)" : "";
            var sawAll = client.CappedTicks > 0 || (missing == 0 && different == 0);
            report.Check(sawAll, $"client {number} saw the end of every transaction{remark}");
        }
    }

    private async Task StopUnderLoadAsync(RunningProgram server)
    {
        var before = (await server.GetAsync<Metrics>("/api/v1/metrics")).Flow.Accepted;
        await server.SetSimulatorAsync(enabled: true, settings.Rate);
        await clock.WaitUntilAsync("the load is back", LoadTimeout, async () =>
            (await server.GetAsync<Metrics>("/api/v1/metrics")).Flow.Accepted >= before + 3 * settings.Rate);
        var (exitCode, elapsed) = await server.InterruptAsync();
        report.Figure("Ctrl-C to exit", $"{elapsed.TotalSeconds:0.00} s, exit code {exitCode}");
        report.Check(exitCode == 0 && elapsed < StopTarget, $"Ctrl-C stops the program within {StopTarget.TotalSeconds:0} seconds");
    }

    private async Task CheckStoreAsync()
    {
        using var server = await program.StartAsync(folder, settings.Port, Options);
        report.Figure("restart over this store to ready", $"{server.StartUpTime.TotalSeconds:0.00} s");
        var recovered = (await server.GetAsync<Metrics>("/api/v1/metrics")).Flow.Recovered;
        report.Figure("unfinished at the stop and recovered", $"{recovered}");
        await server.WaitUntilIdleAsync();
        Dictionary<string, Transaction> stored = [];
        await clock.WaitUntilAsync("the recovered transactions are stored", StoreTimeout, async () =>
            (stored = await server.HistoryAsync()).Values.All(IsFinished));
        var seen = _clients.SelectMany(c => c.Newest.Values).ToList();
        report.Check(seen.All(t => stored.ContainsKey(t.Id)), "every transaction that a client saw is stored");
        report.Check(seen.Where(IsFinished).All(t => stored[t.Id].Status == t.Status), "every end that a client saw is stored");
        report.Check(stored.Values.All(IsFinished), "no stored transaction is unfinished");
    }

    private static bool IsFinished(Transaction transaction) => transaction.Status is "Completed" or "Failed";
}
