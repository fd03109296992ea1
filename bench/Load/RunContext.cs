using System.Diagnostics;
using System.Globalization;
using Dashboard.Bench.Harness;
using Dashboard.Bench.Load.Figures;

namespace Dashboard.Bench.Load;

/// <summary>What every part of the run uses: the published program, a folder for stores, the settings, the clock and the figures.</summary>
internal sealed class RunContext(PublishedProgram program, string folder, Settings settings, FigureTable figures, TimeProvider clock)
{
    /// <summary>Payments end at once: the pipeline is measured, not the simulated gateway.</summary>
    public static readonly string[] NoProcessingDelay = ["--Processing:MinDelay=00:00:00", "--Processing:MaxDelay=00:00:00"];

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private int _stores;

    public Settings Settings => settings;

    public FigureTable Figures => figures;

    public TimeProvider Clock => clock;

    public int Port => settings.Port;

    /// <summary>A new folder for a store.</summary>
    public string NewFolder() =>
        Directory.CreateDirectory(Path.Combine(folder, "store-" + (++_stores).ToString(CultureInfo.InvariantCulture))).FullName;

    public Task<RunningProgram> StartAsync(string store, params string[] options) => StartAsync(store, Port, options);

    public Task<RunningProgram> StartAsync(string store, int port, params string[] options) =>
        program.StartAsync(store, port, ["--Simulator:Enabled=false", .. options]);

    /// <summary>Waits until the disk has everything that was written so far, so that no part pays for the one before it.</summary>
    public static async Task FlushDiskAsync()
    {
        if (OperatingSystem.IsWindows()) return;
        using var sync = Process.Start("sync");
        await sync.WaitForExitAsync();
    }

    /// <summary>Path of a new database with the program's schema and without transactions.</summary>
    public async Task<string> EmptyDatabaseAsync()
    {
        var store = NewFolder();
        using var server = await StartAsync(store);
        await server.InterruptAsync();
        return Path.Combine(store, RunningProgram.DatabaseFile);
    }

    /// <summary>Time from the start of the process to the first metrics update that a client receives.</summary>
    public async Task<TimeSpan> FirstTickAsync(string store)
    {
        var started = clock.GetTimestamp();
        using var server = await StartAsync(store);
        await using var viewer = await HubViewer.ConnectAsync(Port, clock);
        await clock.WaitUntilAsync("the first tick arrives", Timeout, () => Task.FromResult(viewer.Ticks().Length > 0));
        var elapsed = clock.GetElapsedTime(started, viewer.Ticks()[0]);
        await server.InterruptAsync();
        return elapsed;
    }

    /// <summary>Waits until every stored transaction has ended and its end is stored; the program acknowledged them before.</summary>
    public async Task WaitUntilStoredAsync(RunningProgram server)
    {
        foreach (var status in (string[])["Pending", "Processing"])
        {
            await clock.WaitUntilAsync("every end is stored", Timeout, async () =>
                (await server.GetAsync<Page>("/api/v1/transactions?limit=1&status=" + status)).Items.Count == 0);
        }
    }

    /// <summary>Checks that the program counted every transaction that was sent as ended.</summary>
    public Task VerifyEndedAsync(RunningProgram server, long sent) =>
        clock.WaitUntilAsync("the program has counted every end", Timeout, async () =>
        {
            var flow = (await server.GetAsync<Metrics>("/api/v1/metrics")).Flow;
            return flow.Completed + flow.Failed >= sent;
        });
}
