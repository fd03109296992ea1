using System.Globalization;

namespace Dashboard.Bench.Load.Parts;

/// <summary>CPU and memory at a low load with one client. Both rates run side by side, each in a process of its own.</summary>
internal sealed class IdlePart(RunContext run)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);

    private static readonly (int Rate, double CpuShare, double Megabytes)[] Targets = [(10, 0.02, 150), (100, 0.05, 180)];

    public async Task RunAsync()
    {
        if (run.Settings.IdleMinutes == 0) return;
        var measured = await Task.WhenAll(Targets.Select((target, place) => MeasureAsync(target.Rate, run.Port + place)));
        foreach (var ((rate, share, megabytes), (cpu, early, middle, late)) in Targets.Zip(measured))
        {
            run.Figures.AddAtMost($"{rate} a second: share of a core", cpu, share, "");
            run.Figures.AddAtMost($"{rate} a second: resident memory", late, megabytes, "MB");
            run.Figures.Add($"{rate} a second: growth in the first half of {run.Settings.IdleMinutes:0.#} minutes", middle - early, "MB");
            run.Figures.Add($"{rate} a second: growth in the second half", late - middle, "MB");
        }
    }

    private async Task<(double CpuShare, double Early, double Middle, double Late)> MeasureAsync(int rate, int port)
    {
        var perSecond = "--Simulator:TransactionsPerSecond=" + rate.ToString(CultureInfo.InvariantCulture);
        using var server = await run.StartAsync(run.NewFolder(), port, "--Simulator:Enabled=true", perSecond);
        await using var viewer = await HubViewer.ConnectAsync(port, run.Clock);
        await Task.Delay(WarmUp, run.Clock);
        var (cpu, started) = (server.CpuTime, run.Clock.GetTimestamp());
        var megabytes = new double[3];
        megabytes[0] = server.ResidentMegabytes;
        for (var half = 1; half <= 2; half++)
        {
            await Task.Delay(TimeSpan.FromMinutes(run.Settings.IdleMinutes / 2), run.Clock);
            megabytes[half] = server.ResidentMegabytes;
        }

        var share = (server.CpuTime - cpu) / run.Clock.GetElapsedTime(started);
        await server.InterruptAsync();
        return (share, megabytes[0], megabytes[1], megabytes[2]);
    }
}
