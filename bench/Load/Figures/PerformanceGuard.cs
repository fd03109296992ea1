namespace Dashboard.Bench.Load.Figures;

/// <summary>Compares the guarded figures of this run with those of an earlier one.</summary>
/// <remarks>
/// A guarded figure is the CPU time of the program divided by the CPU time of a baseline that was measured right beside it. Another process
/// on the machine changes how long both sides take, but much less how much CPU time they need.
/// </remarks>
internal static class PerformanceGuard
{
    // The medians of two runs over the same code differ by up to this, even when the pairs within each run agree.
    private const double BetweenRuns = 0.15;

    /// <summary>The share by which a median may exceed the earlier one: 15 %, and the deviations of both runs.</summary>
    public static double AllowedRise(Spread earlier, Spread now) => BetweenRuns + earlier.Deviation + now.Deviation;

    /// <summary>Prints one verdict for each guarded figure of the earlier run; returns whether all of them passed.</summary>
    public static bool Report(IReadOnlyList<Figure> earlier, IReadOnlyList<Figure> now)
    {
        var measured = now.ToDictionary(f => f.Name);
        var verdicts = earlier.Where(f => f.Guarded).Select(then => Judge(then, measured.GetValueOrDefault(then.Name))).ToList();
        Console.WriteLine();
        foreach (var (passed, text) in verdicts) Console.WriteLine($"{(passed ? "PASS" : "FAIL")}  {text}");
        if (verdicts.Count == 0) Console.WriteLine("FAIL  The earlier run has no guarded figure.");
        return verdicts.Count > 0 && verdicts.All(v => v.Passed);
    }

    private static (bool Passed, string Text) Judge(Figure then, Figure? figure)
    {
        if (then.Spread is not { } earlier) return (false, $"{then.Name}: the earlier run has no spread");
        if (figure?.Spread is not { } now) return (false, $"{then.Name}: not measured in this run");
        var allowed = AllowedRise(earlier, now);
        var rise = now.Median / earlier.Median - 1;
        return (rise <= allowed, $"{then.Name}: {Text(now)}, was {Text(earlier)}; change {rise:+0 %;-0 %;0 %}, allowed +{allowed:0 %}");
    }

    private static string Text(Spread spread) => $"{FigureTable.Text(spread.Median)} {FigureTable.Text(spread)}";
}
