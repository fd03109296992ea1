using System.Globalization;
using Dashboard.Tools.Soak;

namespace Dashboard.Bench.Load;

/// <summary>What the program costs while little happens and one client looks on.</summary>
internal sealed class Idle(Bed bed)
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(60);

    private static readonly (int Rate, double CpuShare, double Megabytes)[] Targets = [(10, 0.02, 150), (100, 0.05, 180)];

    public async Task RunAsync()
    {
        if (bed.Settings.IdleMinutes == 0) return;
        foreach (var (rate, share, megabytes) in Targets)
        {
            using var server = await bed.StartAsync(bed.NewFolder(), "--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=" + rate.ToString(CultureInfo.InvariantCulture));
            await using var viewer = await RawViewer.ConnectAsync(bed.Port);
            await Task.Delay(Settle, TimeProvider.System);
            var (cpu, started, early) = (server.CpuTime, TimeProvider.System.GetTimestamp(), server.ResidentMegabytes);
            await Task.Delay(TimeSpan.FromMinutes(bed.Settings.IdleMinutes), TimeProvider.System);
            bed.Figures.AddAtMost($"{rate} a second: share of a core", (server.CpuTime - cpu) / TimeProvider.System.GetElapsedTime(started), share, "");
            bed.Figures.AddAtMost($"{rate} a second: resident memory", server.ResidentMegabytes, megabytes, "MB");
            bed.Figures.Add($"{rate} a second: growth in {bed.Settings.IdleMinutes:0.#} minutes", server.ResidentMegabytes - early, "MB");
            await server.InterruptAsync();
        }
    }
}
