using System.Globalization;

namespace Dashboard.Bench.Load.Figures;

/// <summary>The figures of a run, printed as they come.</summary>
internal sealed class FigureTable
{
    private readonly List<Figure> _all = [];

    public IReadOnlyList<Figure> All => _all;

    public void Add(string name, double value, string unit = "") => Add(new Figure(name, value, unit, null, null, null, Guarded: false));

    public void Add(string name, Spread spread, string unit = "") =>
        Add(new Figure(name, spread.Median, unit, spread, null, null, Guarded: false));

    public void AddAtMost(string name, double value, double limit, string unit) =>
        Add(new Figure(name, value, unit, null, $"≤ {Text(limit)} {unit}".TrimEnd(), value <= limit, Guarded: false));

    public void AddAtLeast(string name, double value, double limit, string unit) =>
        Add(new Figure(name, value, unit, null, $"≥ {Text(limit)} {unit}".TrimEnd(), value >= limit, Guarded: false));

    public void AddAtLeast(string name, Spread spread, double limit, string unit = "") =>
        Add(new Figure(name, spread.Median, unit, spread, $"≥ {Text(limit)} {unit}".TrimEnd(), spread.Median >= limit, Guarded: false));

    /// <summary>A cost of the program in costs of its baseline, which the guard compares with an earlier run.</summary>
    /// <param name="limit">The target; null where only the guard judges.</param>
    public void AddGuarded(string name, Spread pairs, double? limit = null)
    {
        var target = limit is { } most ? $"≤ {Text(most)}" : null;
        Add(new Figure(name, pairs.Median, "", pairs, target, limit is null ? null : pairs.Median <= limit, Guarded: true));
    }

    public static string Text(double value) => value.ToString(Math.Abs(value) < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    public static string Text(Spread? spread) => spread is { } s ? $"({Text(s.Min)} … {Text(s.Max)}, ±{s.Deviation:0 %})" : "";

    private void Add(Figure figure)
    {
        _all.Add(figure);
        var verdict = figure.Met switch { true => "met", false => "NOT MET", null => "" };
        var line = $"{figure.Name,-58} {Text(figure.Value) + " " + figure.Unit,12} {Text(figure.Spread),-28} {figure.Target,-13} {verdict}";
        Console.WriteLine(line.TrimEnd());
    }
}
