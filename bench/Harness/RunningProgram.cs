using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace Dashboard.Bench.Harness;

/// <summary>The program while it runs as a child process: its API, what it costs, and its stop.</summary>
public sealed class RunningProgram : IDisposable
{
    /// <summary>File name of the database in the store's folder.</summary>
    public const string DatabaseFile = "dashboard.db";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _clock;
    private readonly long _startedAt;
    private readonly Process _process;
    private readonly string _logFile;
    private readonly StreamWriter _log;

    internal RunningProgram(ProcessStartInfo start, int port, TimeProvider clock)
    {
        _clock = clock;
        _startedAt = clock.GetTimestamp();
        _logFile = Path.Combine(start.WorkingDirectory, "server.log");
        _log = new StreamWriter(_logFile, append: true) { AutoFlush = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Log(e.Data);
        _process.ErrorDataReceived += (_, e) => Log(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Port = port;
        Http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
    }

    public int Port { get; }

    public HttpClient Http { get; }

    /// <summary>Time from the start of the process until it reported that it was ready.</summary>
    public TimeSpan StartUpTime { get; private set; }

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

    public async Task<T> GetAsync<T>(string path) => (await Http.GetFromJsonAsync<T>(path, Wire.Json))!;

    /// <summary>Bytes that the program has allocated since its start.</summary>
    public async Task<double> AllocatedBytesAsync()
    {
        const string Name = "dotnet_allocated_bytes_total ";
        var exposition = await Http.GetStringAsync("/metrics");
        var line = exposition.Split('\n').First(l => l.StartsWith(Name, StringComparison.Ordinal));
        return double.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
    }

    public async Task SetSimulatorAsync(bool enabled, int rate) =>
        (await Http.PutAsJsonAsync("/api/v1/simulator", new { enabled, transactionsPerSecond = rate })).EnsureSuccessStatusCode();

    public Task WaitUntilIdleAsync() => _clock.WaitUntilAsync("every transaction has ended", Timeout, async () =>
        await GetAsync<Metrics>("/api/v1/metrics") is { Queued: 0, InFlight: 0 });

    /// <summary>All transactions of the history, by id.</summary>
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

    /// <summary>Stops the program as Ctrl-C does; returns its exit code and the time that the stop took.</summary>
    public async Task<(int ExitCode, TimeSpan Elapsed)> InterruptAsync()
    {
        var started = _clock.GetTimestamp();
        var signal = IsInterruptIgnored() ? "-TERM" : "-INT";
        var id = _process.Id.ToString(CultureInfo.InvariantCulture);
        using (var kill = Process.Start("kill", [signal, id])) await kill.WaitForExitAsync();
        await _clock.WaitUntilAsync("the program has stopped", Timeout, () => Task.FromResult(_process.HasExited));
        return (_process.ExitCode, _clock.GetElapsedTime(started));
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit(TimeSpan.FromSeconds(5));
        _process.Dispose();
        Http.Dispose();
        lock (_log) _log.Dispose();
    }

    internal async Task WaitUntilReadyAsync()
    {
        await _clock.WaitUntilAsync("the program is ready", Timeout, async () =>
        {
            if (_process.HasExited) throw new InvalidOperationException($"The program ended with {_process.ExitCode}; see {_logFile}.");
            try
            {
                return (await Http.GetAsync("/health/ready")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        StartUpTime = _clock.GetElapsedTime(_startedAt);
    }

    // A shell's background job ignores SIGINT, and so do its children. SIGTERM stops the host in the same way.
    private static bool IsInterruptIgnored()
    {
        const string Status = "/proc/self/status";
        const ulong InterruptBit = 1UL << (2 - 1);
        if (!File.Exists(Status)) return false;
        var mask = File.ReadLines(Status).First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & InterruptBit) != 0;
    }

    private void Log(string? line)
    {
        if (line is null) return;
        lock (_log) _log.WriteLine(line);
    }
}
