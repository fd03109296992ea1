using System.Globalization;
using Dashboard.Bench.Commits;

// What a commit that survives a power cut costs, alone and shared: dotnet run -c Release --project bench/Commits [-- seconds]
var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 4;
(string Journal, string Synchronous)[] settings = [("WAL", "FULL"), ("WAL", "NORMAL"), ("DELETE", "FULL")];

Console.WriteLine($"{"journal",-8} {"synchronous",-12} {"callers",8} {"rows/s",10} {"rows/commit",12} {"p50 ms",8} {"p99 ms",8} {"of WAL/FULL",12}");
foreach (var callers in new[] { 1, 8, 64, 512 })
{
    double? first = null;
    foreach (var (journal, synchronous) in settings)
    {
        var figures = await CommitRun.MeasureAsync(journal, synchronous, callers, TimeSpan.FromSeconds(seconds));
        first ??= figures.RowsPerSecond;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{journal,-8} {synchronous,-12} {callers,8} {figures.RowsPerSecond,10:0} {figures.RowsPerCommit,12:0.0} {figures.P50Ms,8:0.00} {figures.P99Ms,8:0.00} {figures.RowsPerSecond / first,12:0.00}"));
    }
}
