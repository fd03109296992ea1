namespace Dashboard.Tools.Soak;

/// <summary>The figures of the run and the result of every check.</summary>
internal sealed class Report
{
    private readonly List<(string Name, string Value)> _figures = [];
    private readonly List<(bool Passed, string What)> _checks = [];

    public bool Passed => _checks.TrueForAll(c => c.Passed);

    public void Figure(string name, string value) => _figures.Add((name, value));

    public void Check(bool passed, string what) => _checks.Add((passed, what));

    public void Print()
    {
        Console.WriteLine();
        foreach (var (name, value) in _figures) Console.WriteLine($"{name,-44} {value}");
        Console.WriteLine();
        foreach (var (passed, what) in _checks) Console.WriteLine($"{(passed ? "PASS" : "FAIL")}  {what}");
    }
}
