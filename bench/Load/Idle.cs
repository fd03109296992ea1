using System.Globalization;
using Dashboard.Tools.Soak;

namespace Dashboard.Bench.Load;

/// <summary>What the program costs while little happens and one client looks on. Both rates run side by side, each in a program of its own.</summary>
internal sealed class Idle(Bed bed)
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(60);

    private static readonly (int Rate, double CpuShare, double Megabytes)[] Targets = [(10, 0.02, 150), (100, 0.05, 180)];

    public async Task RunAsync()
    {
        if (bed.Settings.IdleMinutes == 0) return;
        var measured = await Task.WhenAll(Targets.Select((target, place) => MeasureAsync(target.Rate, bed.Port + place)));
        foreach (var ((rate, share, megabytes), (cpu, early, middle, late)) in Targets.Zip(measured))
        {
            bed.Figures.AddAtMost($"{rate} a second: share of a core", cpu, share, "");
            bed.Figures.AddAtMost($"{rate} a second: resident memory", late, megabytes, "MB");
            bed.Figures.Add($"{rate} a second: growth in the first half of {bed.Settings.IdleMinutes:0.#} minutes", middle - early, "MB");
            bed.Figures.Add($"{rate} a second: growth in the second half", late - middle, "MB");
        }
    }

    private async Task<(double CpuShare, double Early, double Middle, double Late)> MeasureAsync(int rate, int port)
    {
        using var server = await bed.StartAsync(
            bed.NewFolder(), port, "--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=" + rate.ToString(CultureInfo.InvariantCulture));
        await using var viewer = await RawViewer.ConnectAsync(port);
        await Task.Delay(Settle, TimeProvider.System);
        var (cpu, started) = (server.CpuTime, TimeProvider.System.GetTimestamp());
        var megabytes = new double[3];
        megabytes[0] = server.ResidentMegabytes;
        for (var half = 1; half <= 2; half++)
        {
            await Task.Delay(TimeSpan.FromMinutes(bed.Settings.IdleMinutes / 2), TimeProvider.System);
            megabytes[half] = server.ResidentMegabytes;
        }

        var share = (server.CpuTime - cpu) / TimeProvider.System.GetElapsedTime(started);
        await server.InterruptAsync();
        return (share, megabytes[0], megabytes[1], megabytes[2]);
    }
}
