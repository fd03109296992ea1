using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Bench.Load;

/// <summary>One line of the table.</summary>
/// <param name="Target">What it is held against, as the sentence for the table; null when it only informs.</param>
/// <param name="Met">Whether it holds; null without a target.</param>
/// <param name="Better">Which way is better, of a share of something measured in the same run: comparable between machines. Null for other figures.</param>
internal sealed record Figure(string Name, double Value, string Unit, string? Target, bool? Met, Better? Better);

internal enum Better
{
    Higher,
    Lower,
}

/// <summary>The figures of one run and the machine they were taken on.</summary>
internal sealed class Figures
{
    private const double WorstFall = 2.0 / 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private readonly List<Figure> _all = [];

    public void Add(string name, double value, string unit = "") => Add(new Figure(name, value, unit, null, null, Better: null));

    /// <summary>A share of what was measured beside it.</summary>
    public void AddRatio(string name, double value, double target, Better better = Better.Higher) => Add(better == Better.Higher
        ? new Figure(name, value, "", $"≥ {Text(target)}", value >= target, better)
        : new Figure(name, value, "", $"≤ {Text(target)}", value <= target, better));

    public void AddAtMost(string name, double value, double limit, string unit) =>
        Add(new Figure(name, value, unit, $"≤ {Text(limit)} {unit}".TrimEnd(), value <= limit, Better: null));

    public void AddAtLeast(string name, double value, double limit, string unit) =>
        Add(new Figure(name, value, unit, $"≥ {Text(limit)} {unit}".TrimEnd(), value >= limit, Better: null));

    public async Task WriteAsync(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var machine = new
        {
            Processor = Processor(),
            Cores = Environment.ProcessorCount,
            MemoryGigabytes = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
            System = RuntimeInformation.OSDescription,
            Runtime = RuntimeInformation.FrameworkDescription,
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new Run(machine, TimeProvider.System.GetUtcNow(), _all), Json) + "\n");
    }

    /// <summary>Holds the ratios of this run against those of an earlier one.</summary>
    /// <returns>What has fallen by more than a third, or was measured then and not now.</returns>
    public async Task<IReadOnlyList<string>> FallenAsync(string file)
    {
        var earlier = JsonSerializer.Deserialize<Run>(await File.ReadAllTextAsync(file), Json)!.Figures.Where(f => f.Better is not null);
        var now = _all.ToDictionary(f => f.Name, f => f.Value);
        return [.. from then in earlier
                   let isMeasured = now.ContainsKey(then.Name)
                   let value = now.GetValueOrDefault(then.Name)
                   where !isMeasured || (then.Better == Better.Higher ? value < then.Value * WorstFall : value * WorstFall > then.Value)
                   select isMeasured ? $"{then.Name}: {Text(value)}, was {Text(then.Value)}" : $"{then.Name}: not measured, was {Text(then.Value)}"];
    }

    private void Add(Figure figure)
    {
        _all.Add(figure);
        var verdict = figure.Met switch { true => "met", false => "NOT MET", null => "" };
        Console.WriteLine($"{figure.Name,-62} {Text(figure.Value) + " " + figure.Unit,16}  {figure.Target,-18} {verdict}");
    }

    private static string Text(double value) => value.ToString(Math.Abs(value) < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    private static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        const string Name = "model name";
        var line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(l => l.StartsWith(Name, StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private sealed record Run(object Machine, DateTimeOffset MeasuredAt, IReadOnlyList<Figure> Figures);
}
