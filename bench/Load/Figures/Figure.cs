namespace Dashboard.Bench.Load.Figures;

/// <summary>One line of the table.</summary>
/// <param name="Value">The value, or the median where the figure has a spread.</param>
/// <param name="Spread">Median, minimum and maximum of the pairs; null for a figure that was measured once.</param>
/// <param name="Target">The target as the table shows it; null when the figure only informs.</param>
/// <param name="Met">Whether the target is met; null without a target.</param>
/// <param name="Guarded">Whether the guard compares the figure with an earlier run. A guarded figure is a cost: lower is better.</param>
internal sealed record Figure(string Name, double Value, string Unit, Spread? Spread, string? Target, bool? Met, bool Guarded);
