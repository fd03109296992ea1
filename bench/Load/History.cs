using Dashboard.Tools.Soak;

namespace Dashboard.Bench.Load;

/// <summary>Pages of a hundred from a store of many rows: the newest and the deepest, by every filter; and the start over that store.</summary>
internal sealed class History(Bed bed)
{
    private const int Times = 200;
    private const int DeepestOf = 600_000;
    private const double PageTarget = 10;
    private const double DepthTarget = 1.3;
    private const double StartTarget = 4;

    // A hundred a second up to now: the hour that is read at start has 360,000.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(10);

    public async Task RunAsync()
    {
        var rows = bed.Settings.Deep;
        var database = await bed.EmptyStoreAsync();
        var from = TimeProvider.System.GetUtcNow() - Apart * rows;
        using (var floor = new Floor(database, from, Apart)) bed.Figures.Add($"bare loop, average over {rows:#,0} rows", floor.Write(0, rows), "/s");

        var store = Path.GetDirectoryName(database)!;
        bed.Figures.AddAtMost($"start to first tick, {rows:#,0} rows", (await bed.FirstTickAsync(store)).TotalSeconds, StartTarget, "s");
        using var server = await bed.StartAsync(store);
        var middle = new Payment(rows / 2);
        // Deep enough for the rarest filter, one payment of a thousand, to fill its last page.
        var deep = (await server.GetAsync<Page>($"/api/v1/transactions?limit=1&to={Time(from + Apart * Math.Min(DeepestOf, rows / 2))}")).Items[0].Id;
        (string Name, string Query)[] filters =
        [
            ("no filter", ""), ("status=Completed", "&status=Completed"), ("status=Failed", "&status=Failed"), ("flagged", "&flagged=true"),
            ("source", "&source=" + middle.Source), ("account", "&account=" + Payment.BusyAccount), ("currency", "&currency=EUR"),
            ("amount", "&minAmount=20000&maxAmount=30000"), ("time", $"&from={Time(from)}&to={Time(from + Apart * rows)}"),
            ("reference", "&reference=" + middle.Reference), ("source and reference", $"&source={middle.Source}&reference={middle.Reference}"),
        ];

        using var http = await RawHttp.ConnectAsync(bed.Port);
        foreach (var (name, query) in filters)
        {
            var first = await MeasureAsync(http, "/api/v1/transactions?limit=100" + query);
            bed.Figures.AddAtMost($"history, {name}: first page, p99", first.P99, PageTarget, "ms");
            if (query.Contains("reference", StringComparison.Ordinal)) continue;
            var last = await MeasureAsync(http, $"/api/v1/transactions?limit=100&cursor={deep}{query}");
            bed.Figures.AddAtMost($"history, {name}: deepest page, p99", last.P99, PageTarget, "ms");
            bed.Figures.AddRatio($"history, {name}: deepest in first pages, p50", last.P50 / first.P50, DepthTarget, Better.Lower);
        }

        await server.InterruptAsync();
    }

    private static string Time(DateTimeOffset time) => Uri.EscapeDataString(time.ToString("O", System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<(double P50, double P99)> MeasureAsync(RawHttp http, string path)
    {
        var request = RawHttp.Get(path);
        var milliseconds = new double[Times];
        for (var i = -Times; i < Times; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            if (await http.SendAsync(request) is var status and not 200) throw new InvalidOperationException($"{path} was answered {status}.");
            if (i >= 0) milliseconds[i] = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(milliseconds);
        return (milliseconds[Times / 2], milliseconds[Times * 99 / 100]);
    }
}
