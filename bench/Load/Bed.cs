using System.Diagnostics;
using System.Globalization;
using Dashboard.Tools.Soak;

namespace Dashboard.Bench.Load;

/// <summary>What every part of the run stands on: the published program, a folder, a port, and where figures go.</summary>
internal sealed class Bed(string program, string folder, Settings settings, Figures figures)
{
    /// <summary>The pipeline is measured, not the time that a payment takes elsewhere.</summary>
    public static readonly string[] AtOnce = ["--Processing:MinDelay=00:00:00", "--Processing:MaxDelay=00:00:00"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private int _stores;

    public Settings Settings => settings;

    public Figures Figures => figures;

    public int Port => settings.Port;

    /// <summary>A folder without a store.</summary>
    public string NewFolder() =>
        Directory.CreateDirectory(Path.Combine(folder, "store-" + (++_stores).ToString(CultureInfo.InvariantCulture))).FullName;

    public Task<Server> StartAsync(string store, params string[] options) => StartAsync(store, Port, options);

    public async Task<Server> StartAsync(string store, int port, params string[] options) =>
        (await Server.StartAsync(program, store, port, ["--Simulator:Enabled=false", .. options])).Server;

    /// <summary>Waits until the disk has what was written so far, so that one part does not pay for another.</summary>
    public static async Task SettleAsync()
    {
        if (OperatingSystem.IsWindows()) return;
        using var sync = Process.Start("sync");
        await sync.WaitForExitAsync();
    }

    /// <summary>A store with the program's schema, and nothing in it that anybody sent.</summary>
    public async Task<string> EmptyStoreAsync()
    {
        var store = NewFolder();
        using var server = await StartAsync(store);
        await server.InterruptAsync();
        return Path.Combine(store, Server.Database);
    }

    /// <summary>Time from the start of the process to the first metrics update that a client gets.</summary>
    public async Task<TimeSpan> FirstTickAsync(string store)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var server = await StartAsync(store);
        await using var viewer = await RawViewer.ConnectAsync(Port);
        await Until.TrueAsync("the first tick comes", Patience, () => Task.FromResult(viewer.Ticks().Length > 0));
        var elapsed = TimeProvider.System.GetElapsedTime(started, viewer.Ticks()[0]);
        await server.InterruptAsync();
        return elapsed;
    }

    /// <summary>Waits until everything that was accepted has ended and its end is stored.</summary>
    public static async Task UntilStoredAsync(Server server, long accepted)
    {
        await Until.TrueAsync("everything has ended", Patience, async () =>
        {
            var flow = (await server.GetAsync<Metrics>("/api/v1/metrics")).Flow;
            return flow.Completed + flow.Failed >= accepted;
        });
        foreach (var status in (string[])["Pending", "Processing"])
        {
            await Until.TrueAsync("every end is stored", Patience, async () =>
                (await server.GetAsync<Page>("/api/v1/transactions?limit=1&status=" + status)).Items.Length == 0);
        }
    }
}
