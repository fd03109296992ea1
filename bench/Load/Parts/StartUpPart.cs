namespace Dashboard.Bench.Load.Parts;

/// <summary>Time from the start of the process to the first tick that a client receives.</summary>
internal sealed class StartUpPart(RunContext run)
{
    private const int Repetitions = 3;
    private const double Target = 2;

    public async Task RunAsync()
    {
        await run.FirstTickAsync(run.NewFolder());
        var seconds = new List<double>();
        for (var i = 0; i < Repetitions; i++) seconds.Add((await run.FirstTickAsync(run.NewFolder())).TotalSeconds);
        seconds.Sort();
        run.Figures.AddAtMost("start to first tick, empty store", seconds[Repetitions / 2], Target, "s");
    }
}
