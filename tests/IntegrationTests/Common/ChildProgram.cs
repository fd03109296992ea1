using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Dashboard.IntegrationTests.Common;

/// <summary>The real program in a process of its own, for what only a process shows: exit codes, signals, what is on the console.</summary>
internal sealed class ChildProgram : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    // Long, because a start takes that long on a machine that does much else; who waits for it waits no longer than it takes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly List<string> _output = [];

    public ChildProgram(TemporaryStore store, string environment, params string[] arguments)
        : this(AppContext.BaseDirectory, store, environment, arguments)
    {
    }

    /// <summary>Starts the program that lies in a folder.</summary>
    public ChildProgram(string folder, TemporaryStore store, string environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add(Path.Combine(folder, "Dashboard.Api.dll"));
        start.ArgumentList.Add("--urls=http://127.0.0.1:0");
        start.ArgumentList.Add("--ConnectionStrings:Dashboard=" + store.ConnectionString);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Note(e.Data);
        _process.ErrorDataReceived += (_, e) => Note(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>A port that was free just now, for a program that comes back at the same address.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public IReadOnlyList<string> Output
    {
        get { lock (_output) return [.. _output]; }
    }

    /// <summary>Bytes of memory that are resident now.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Waits for a line of the console that contains a text; gives the line.</summary>
    public async Task<string> WaitForLineAsync(string text)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < Patience; await timer.WaitForNextTickAsync())
        {
            // Asked before the output is: what it wrote last may come after its end.
            var hasExited = _process.HasExited && _process.WaitForExit(Patience);
            if (Output.FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal)) is { } line) return line;
            if (hasExited) throw new InvalidOperationException($"The program ended without \"{text}\":\n{string.Join('\n', Output.TakeLast(20))}");
        }

        throw new TimeoutException($"The program has not said \"{text}\":\n{string.Join('\n', Output.TakeLast(20))}");
    }

    public async Task<HttpClient> ConnectAsync()
    {
        var line = await WaitForLineAsync("Now listening on: ");
        return new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..]) };
    }

    /// <summary>Resident memory at its highest, as the kernel counted it.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>What a service manager sends.</summary>
    public void SendTerminate() => SendSignal(_process.Id, Terminate).ShouldBe(0);

    /// <summary>Ctrl-C.</summary>
    public void SendInterrupt() => SendSignal(_process.Id, IsInterruptIgnored() ? Terminate : Interrupt).ShouldBe(0);

    /// <summary>SIGSTOP: it stays connected and answers nothing, until <see cref="Thaw"/>.</summary>
    public void Freeze() => SendSignal(_process.Id, Stop).ShouldBe(0);

    public void Thaw() => SendSignal(_process.Id, Continue).ShouldBe(0);

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill() => _process.Kill();

    /// <summary>The exit code, and how long it took from now on.</summary>
    public async Task<(int ExitCode, TimeSpan Elapsed)> WaitForExitAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, TimeProvider.System.GetElapsedTime(started));
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SendSignal(int process, int signal);

    // A shell's background job ignores SIGINT, and so do its children; SIGTERM takes the same way through the host.
    private static bool IsInterruptIgnored()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status)) return false;
        var mask = File.ReadLines(Status).First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        return (Convert.ToUInt64(mask, 16) & (1UL << (Interrupt - 1))) != 0;
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lock (_output) _output.Add(line);
    }
}
