namespace Dashboard.Bench.Load;

/// <summary>From the start of the process to the first tick that a client sees.</summary>
internal sealed class StartUp(Bed bed)
{
    private const int Times = 3;
    private const double Target = 2;

    public async Task RunAsync()
    {
        await bed.FirstTickAsync(bed.NewFolder());
        var seconds = new List<double>();
        for (var i = 0; i < Times; i++) seconds.Add((await bed.FirstTickAsync(bed.NewFolder())).TotalSeconds);
        seconds.Sort();
        bed.Figures.AddAtMost("start to first tick, empty store", seconds[Times / 2], Target, "s");
    }
}
