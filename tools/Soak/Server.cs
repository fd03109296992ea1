using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace Dashboard.Tools.Soak;

/// <summary>The published program as a child process over a store of its own.</summary>
internal sealed class Server : IDisposable
{
    /// <summary>File name of the store in its folder.</summary>
    public const string Database = "dashboard.db";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StreamWriter _log;

    private Server(Process process, StreamWriter log, HttpClient http)
    {
        _process = process;
        _log = log;
        Http = http;
    }

    public HttpClient Http { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public double ResidentMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    public static async Task PublishAsync(string folder)
    {
        var repository = new DirectoryInfo(Environment.CurrentDirectory);
        while (repository is not null && !File.Exists(Path.Combine(repository.FullName, "Dashboard.sln"))) repository = repository.Parent;
        if (repository is null) throw new InvalidOperationException("Run this inside the repository.");
        using var publish = Process.Start("dotnet", ["publish", Path.Combine(repository.FullName, "src", "Api"), "-c", "Release", "-o", folder, "-v", "quiet", "--nologo"]);
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0) throw new InvalidOperationException("dotnet publish failed.");
    }

    /// <summary>Starts the program and waits until it says that it is ready; gives how long that took.</summary>
    public static async Task<(Server Server, TimeSpan UntilReady)> StartAsync(string program, string folder, int port, params string[] options)
    {
        var started = TimeProvider.System.GetTimestamp();
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            Path.Combine(program, "Dashboard.Api.dll"), "--urls=http://127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture),
            "--ConnectionStrings:Dashboard=Data Source=" + Path.Combine(folder, Database), "--contentRoot=" + program, .. options,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";

        var log = new StreamWriter(Path.Combine(folder, "server.log"), append: true) { AutoFlush = true };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => Note(log, e.Data);
        process.ErrorDataReceived += (_, e) => Note(log, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new Server(process, log, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
        await Until.TrueAsync("the server is ready", Patience, async () =>
        {
            if (process.HasExited) throw new InvalidOperationException($"The server ended with {process.ExitCode}; see {folder}/server.log.");
            try
            {
                return (await server.Http.GetAsync("/health/ready")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return (server, TimeProvider.System.GetElapsedTime(started));
    }

    public async Task<T> GetAsync<T>(string path) => (await Http.GetFromJsonAsync<T>(path, Wire.Json))!;

    /// <summary>Bytes that the program has allocated since its start.</summary>
    public async Task<double> AllocatedBytesAsync()
    {
        const string Name = "dotnet_allocated_bytes_total ";
        var exposition = await Http.GetStringAsync("/metrics");
        return double.Parse(exposition.Split('\n').First(l => l.StartsWith(Name, StringComparison.Ordinal))[Name.Length..], CultureInfo.InvariantCulture);
    }

    public async Task SetSimulatorAsync(bool enabled, int rate) =>
        (await Http.PutAsJsonAsync("/api/v1/simulator", new { enabled, transactionsPerSecond = rate })).EnsureSuccessStatusCode();

    public Task WaitUntilIdleAsync(Func<Metrics, bool>? also = null) => Until.TrueAsync("everything has ended", Patience, async () =>
    {
        var metrics = await GetAsync<Metrics>("/api/v1/metrics");
        return metrics is { Queued: 0, InFlight: 0 } && (also is null || also(metrics));
    });

    public async Task<Dictionary<string, Transaction>> HistoryAsync()
    {
        var all = new Dictionary<string, Transaction>();
        string? cursor = null;
        do
        {
            var page = await GetAsync<Page>("/api/v1/transactions?limit=500" + (cursor is null ? "" : "&cursor=" + cursor));
            foreach (var transaction in page.Items) all.Add(transaction.Id, transaction);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>Ctrl-C; gives the exit code and how long the stop took.</summary>
    public async Task<(int ExitCode, TimeSpan Elapsed)> InterruptAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        using (var kill = Process.Start("kill", [IsInterruptIgnored() ? "-TERM" : "-INT", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await Until.TrueAsync("the server has stopped", Patience, () => Task.FromResult(_process.HasExited));
        return (_process.ExitCode, TimeProvider.System.GetElapsedTime(started));
    }

    // A shell's background job ignores SIGINT, and so do its children; SIGTERM takes the same way through the host.
    private static bool IsInterruptIgnored()
    {
        const string Status = "/proc/self/status";
        const ulong InterruptBit = 1UL << (2 - 1);
        if (!File.Exists(Status)) return false;
        var mask = File.ReadLines(Status).First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & InterruptBit) != 0;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit(TimeSpan.FromSeconds(5));
        _process.Dispose();
        Http.Dispose();
        lock (_log) _log.Dispose();
    }

    private static void Note(StreamWriter log, string? line)
    {
        if (line is null) return;
        lock (log) log.WriteLine(line);
    }
}

internal static class Until
{
    /// <exception cref="TimeoutException">It did not become true in time; the message says what was waited for.</exception>
    public static async Task TrueAsync(string what, TimeSpan patience, Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience) throw new TimeoutException($"Waited {patience.TotalSeconds:0} s in vain until {what}.");
            await timer.WaitForNextTickAsync();
        }
    }
}
