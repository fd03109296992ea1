using System.Globalization;

namespace Dashboard.Tools.Soak;

/// <summary>The run: load with clients watching, then the books, then a stop in the middle and what the store says of it.</summary>
internal sealed class SoakRun(Settings settings, string program, string folder, Report report)
{
    private const double MaxGrowthMegabytes = 25;

    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(5);

    private readonly List<Client> _clients = [];
    private readonly List<(double Minute, double Megabytes)> _memory = [];

    public async Task RunAsync()
    {
        var (server, untilReady) = await Server.StartAsync(program, folder, settings.Port, "--Simulator:Enabled=false", "--Simulator:Seed=1");
        try
        {
            report.Figure("start to ready", $"{untilReady.TotalSeconds:0.00} s");
            for (var i = 0; i < settings.Clients; i++) _clients.Add(new Client(server.Http.BaseAddress!));
            foreach (var client in _clients) await client.StartAsync();
            await server.SetSimulatorAsync(enabled: true, settings.Rate);
            await WatchAsync(server);
            await server.SetSimulatorAsync(enabled: false, settings.Rate);
            await server.WaitUntilIdleAsync();
            await CheckBooksAsync(server);
            await StopInTheMiddleAsync(server);
        }
        finally
        {
            foreach (var client in _clients) await client.DisposeAsync();
            server.Dispose();
        }

        await CheckStoreAsync();
    }

    private async Task WatchAsync(Server server)
    {
        var (started, cpu) = (TimeProvider.System.GetTimestamp(), server.CpuTime);
        Metrics? first = null;
        using var timer = new PeriodicTimer(SampleInterval, TimeProvider.System);
        var elapsed = TimeSpan.Zero;
        while (elapsed.TotalMinutes < settings.Minutes && await timer.WaitForNextTickAsync())
        {
            elapsed = TimeProvider.System.GetElapsedTime(started);
            first ??= await server.GetAsync<Metrics>("/api/v1/metrics");
            _memory.Add((elapsed.TotalMinutes, server.ResidentMegabytes));
            if (_memory.Count % 12 != 0) continue;
            var client = _clients[0];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{elapsed.TotalMinutes,5:0.0} min  seen {client.Newest.Count,7}  {client.Last?.TransactionsPerSecond,7:0.0}/s  p99 {client.Interval(0.99),6:0.0} ms  {_memory[^1].Megabytes,6:0.0} MB  CPU {(server.CpuTime - cpu) / elapsed:P2}"));
        }

        var last = await server.GetAsync<Metrics>("/api/v1/metrics");
        var rate = (last.Flow.Accepted - first!.Flow.Accepted) / (last.ComputedAt - first.ComputedAt).TotalSeconds;
        report.Figure("transactions accepted", $"{last.Flow.Accepted}");
        report.Figure("rate, asked and measured", $"{settings.Rate} and {rate:0.00} a second");
        report.Check(Math.Abs(rate - settings.Rate) <= settings.Rate * 0.01, "the rate is held within 1 %");
        report.Figure("CPU of one core", $"{(server.CpuTime - cpu) / elapsed:P2}");
        CheckMemory();
        foreach (var (client, number) in _clients.Select((c, i) => (c, i + 1)))
        {
            report.Figure($"client {number}: interval p50, p99, max", $"{client.Interval(0.5):0.0}, {client.Interval(0.99):0.0}, {client.Interval(1):0.0} ms");
            report.Figure($"client {number}: updates, batches, largest, capped", $"{client.MetricsReceived}, {client.Batches}, {client.LargestBatch}, {client.CappedTicks}");
            report.Check(client.Interval(0.99) < 600, $"client {number}: p99 of the interval is under 600 ms");
            report.Check(Math.Abs(client.Interval(0.5) - 500) < 25, $"client {number}: metrics come twice a second");
        }
    }

    private void CheckMemory()
    {
        var last = _memory.Where(m => m.Minute >= settings.Minutes - 1).Select(m => m.Megabytes).DefaultIfEmpty().Average();
        report.Figure("resident memory, last minute and highest", $"{last:0.0} and {_memory.Max(m => m.Megabytes):0.0} MB");
        if (settings.Minutes < 4) return;
        var early = _memory.Where(m => m.Minute is >= 2 and <= 3).Average(m => m.Megabytes);
        report.Figure("growth from the third to the last minute", $"{last - early:0.0} MB");
        report.Check(last - early < MaxGrowthMegabytes, $"memory is flat (under {MaxGrowthMegabytes} MB of growth)");
    }

    private async Task CheckBooksAsync(Server server)
    {
        Metrics metrics = null!;
        Dictionary<string, Transaction> stored = [];
        // The last states are written within the second, and the last batch is on its way to the clients.
        await Until.TrueAsync("the last states are stored and shown", TimeSpan.FromSeconds(20), async () =>
        {
            metrics = await server.GetAsync<Metrics>("/api/v1/metrics");
            stored = await server.HistoryAsync();
            return stored.Values.All(IsFinished) && _clients.All(c => c.CappedTicks > 0 || c.Newest.Values.All(IsFinished));
        });

        var flow = metrics.Flow;
        report.Check(flow.Balances, "the two equations of the flow hold");
        report.Check(stored.Count == flow.Accepted, $"the history has every accepted transaction ({stored.Count} of {flow.Accepted})");
        var counts = (Completed: stored.Values.LongCount(t => t.Status == "Completed"), Failed: stored.Values.LongCount(t => t.Status == "Failed"), Flagged: stored.Values.LongCount(t => t.Flags.Length > 0));
        report.Check(counts.Completed == flow.Completed && counts.Failed == flow.Failed, "completed and failed of the flow equal the history");
        if (settings.Minutes < 55)
        {
            var hour = metrics.LastHour;
            report.Check((hour.Count, hour.Completed, hour.Failed, hour.Flagged) == (stored.Count, counts.Completed, counts.Failed, counts.Flagged), "the last hour's counts equal the history");
            var sums = stored.Values.GroupBy(t => t.Currency).ToDictionary(g => g.Key, g => g.Sum(t => t.Amount));
            report.Check(hour.Volumes.Length == sums.Count && hour.Volumes.All(v => sums[v.Currency] == v.Amount), "the last hour's volumes equal the history, currency by currency");
        }

        foreach (var (client, number) in _clients.Select((c, i) => (c, i + 1)))
        {
            var missing = stored.Keys.Count(id => !client.Newest.ContainsKey(id));
            var different = stored.Values.Count(t => client.Newest.TryGetValue(t.Id, out var seen) && seen.Status != t.Status);
            report.Figure($"client {number}: missing, with another status", $"{missing}, {different}");
            report.Check(client.CappedTicks > 0 || (missing == 0 && different == 0), $"client {number} saw every transaction with its end{(client.CappedTicks > 0 ? " (not judged: batches were capped, as the metrics said)" : "")}");
        }
    }

    private async Task StopInTheMiddleAsync(Server server)
    {
        var before = (await server.GetAsync<Metrics>("/api/v1/metrics")).Flow.Accepted;
        await server.SetSimulatorAsync(enabled: true, settings.Rate);
        await Until.TrueAsync("the load is back", TimeSpan.FromSeconds(30), async () =>
            (await server.GetAsync<Metrics>("/api/v1/metrics")).Flow.Accepted >= before + 3 * settings.Rate);
        var (exitCode, elapsed) = await server.InterruptAsync();
        report.Figure("Ctrl-C to exit", $"{elapsed.TotalSeconds:0.00} s, exit code {exitCode}");
        report.Check(exitCode == 0 && elapsed < TimeSpan.FromSeconds(10), "Ctrl-C stops it within ten seconds");
    }

    private async Task CheckStoreAsync()
    {
        var (server, untilReady) = await Server.StartAsync(program, folder, settings.Port, "--Simulator:Enabled=false", "--Simulator:Seed=1");
        using (server)
        {
            report.Figure("restart over this store to ready", $"{untilReady.TotalSeconds:0.00} s");
            var recovered = (await server.GetAsync<Metrics>("/api/v1/metrics")).Flow.Recovered;
            report.Figure("unfinished after the stop, taken up again", $"{recovered}");
            await server.WaitUntilIdleAsync();
            Dictionary<string, Transaction> stored = [];
            await Until.TrueAsync("the recovered ones are stored", TimeSpan.FromSeconds(20), async () =>
                (stored = await server.HistoryAsync()).Values.All(IsFinished));
            var told = _clients.SelectMany(c => c.Newest.Values).ToList();
            report.Check(told.All(t => stored.ContainsKey(t.Id)), "every transaction a client was told of is stored");
            report.Check(told.Where(IsFinished).All(t => stored[t.Id].Status == t.Status), "every end a client was told is stored");
            report.Check(stored.Values.All(IsFinished), "no row is left unfinished");
        }
    }

    private static bool IsFinished(Transaction transaction) => transaction.Status is "Completed" or "Failed";
}
