using System.Globalization;
using Dashboard.Bench.Harness;
using Dashboard.Bench.Load.Baselines;

namespace Dashboard.Bench.Load.Parts;

/// <summary>The newest and the deepest page of a large store, by every filter, and the start over that store.</summary>
internal sealed class HistoryPart(RunContext run)
{
    private const int Times = 200;
    private const int DeepestOf = 600_000;
    private const double PageTarget = 10;
    private const double DepthTarget = 1.3;
    private const double StartTarget = 4;

    // A hundred transactions a second up to now, so that the last hour, which the program reads at start, has 360,000.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    public async Task RunAsync()
    {
        var rows = run.Settings.Deep;
        var database = await run.EmptyDatabaseAsync();
        var from = run.Clock.GetUtcNow() - Interval * rows;
        using (var loop = new BareInsertLoop(database, from, Interval, run.Clock))
            run.Figures.Add($"bare insert loop, average over {rows:#,0} rows", loop.Write(rows).PerSecond, "/s");

        var store = Path.GetDirectoryName(database)!;
        run.Figures.AddAtMost($"start to first tick, {rows:#,0} rows", (await run.FirstTickAsync(store)).TotalSeconds, StartTarget, "s");
        using var server = await run.StartAsync(store);
        var middle = new Payment(rows / 2);
        // The rarest filter matches one payment of a thousand and still fills its last page at this depth.
        var deepest = Time(from + Interval * Math.Min(DeepestOf, rows / 2));
        var deep = (await server.GetAsync<Page>("/api/v1/transactions?limit=1&to=" + deepest)).Items[0].Id;
        (string Name, string Query)[] filters =
        [
            ("no filter", ""), ("status=Completed", "&status=Completed"), ("status=Failed", "&status=Failed"), ("flagged", "&flagged=true"),
            ("source", "&source=" + middle.Source), ("account", "&account=" + Payment.BusyAccount), ("currency", "&currency=EUR"),
            ("amount", "&minAmount=20000&maxAmount=30000"), ("time", $"&from={Time(from)}&to={Time(from + Interval * rows)}"),
            ("reference", "&reference=" + middle.Reference),
            ("source and reference", $"&source={middle.Source}&reference={middle.Reference}"),
        ];

        using var http = await RawHttp.ConnectAsync(run.Port);
        foreach (var (name, query) in filters)
        {
            var first = await MeasureAsync(http, "/api/v1/transactions?limit=100" + query);
            run.Figures.AddAtMost($"history, {name}: first page, p99", first.P99, PageTarget, "ms");
            if (query.Contains("reference", StringComparison.Ordinal)) continue;
            var last = await MeasureAsync(http, $"/api/v1/transactions?limit=100&cursor={deep}{query}");
            run.Figures.AddAtMost($"history, {name}: deepest page, p99", last.P99, PageTarget, "ms");
            run.Figures.AddAtMost($"history, {name}: deepest page, multiple of the first, p50", last.P50 / first.P50, DepthTarget, "");
        }

        await server.InterruptAsync();
    }

    private static string Time(DateTimeOffset time) => Uri.EscapeDataString(time.ToString("O", CultureInfo.InvariantCulture));

    private async Task<(double P50, double P99)> MeasureAsync(RawHttp http, string path)
    {
        var request = RawHttp.Get(path);
        var milliseconds = new double[Times];
        for (var i = -Times; i < Times; i++)
        {
            var started = run.Clock.GetTimestamp();
            if (await http.SendAsync(request) is var status and not 200)
                throw new InvalidOperationException($"{path} was answered {status}.");
            if (i >= 0) milliseconds[i] = run.Clock.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(milliseconds);
        return (milliseconds[Times / 2], milliseconds[Times * 99 / 100]);
    }
}
