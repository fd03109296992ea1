using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Dashboard.Testing.Time;

namespace Dashboard.Testing.Hosts;

/// <summary>The real program in a process of its own, for tests of exit codes, signals and the console.</summary>
public sealed class ChildProgram : IDisposable
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    private readonly Process _process;
    private readonly List<string> _output = [];

    public ChildProgram(TemporaryStore store, string environment, params string[] arguments)
        : this(AppContext.BaseDirectory, store, environment, arguments)
    {
    }

    /// <summary>Starts the program in a folder.</summary>
    public ChildProgram(string folder, TemporaryStore store, string environment, params string[] arguments)
        : this(["dotnet"], folder, store, environment, arguments, readsOutput: true)
    {
    }

    /// <summary>Starts the program with a limit of files and sockets that it may open.</summary>
    public static ChildProgram WithFileLimit(TemporaryStore store, int files) => new(
        ["sh", "-c", FormattableString.Invariant($"ulimit -n {files}; exec dotnet \"$@\""), "sh"],
        AppContext.BaseDirectory, store, "Production", [], readsOutput: true);

    /// <summary>Starts the program with a temporary folder of its own.</summary>
    public static ChildProgram WithTemporaryFolder(TemporaryStore store, string folder) => new(
        ["env", "TMPDIR=" + folder, "dotnet"], AppContext.BaseDirectory, store, "Production", [], readsOutput: true);

    /// <summary>Starts the program from a folder that has neither its settings nor its page.</summary>
    public static ChildProgram FromOtherFolder(TemporaryStore store) => new(
        ["env", "-C", store.Folder, "dotnet"], AppContext.BaseDirectory, store, "Production", [], readsOutput: true);

    /// <summary>Starts a command that is words, such as <c>keys list</c>, over the store.</summary>
    public static ChildProgram OfWords(TemporaryStore store, params string[] words) => new(
        ["dotnet"], AppContext.BaseDirectory, store, "Production", words, readsOutput: true, isWords: true);

    private ChildProgram(
        string[] command, string folder, TemporaryStore store, string environment, string[] arguments, bool readsOutput,
        bool isWords = false)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.ArgumentList.Add(Path.Combine(folder, "Dashboard.Api.dll"));
        string[] settings = isWords ? [] : ["--urls=http://127.0.0.1:0", "--Auth:AllowAnonymous=true"];
        string[] database = ["--ConnectionStrings:Dashboard=" + store.ConnectionString];
        string[] all = isWords ? [arguments[0], .. database, .. arguments[1..]] : [.. settings, .. database, .. arguments];
        foreach (var argument in all) start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        // As in the test process: profiling costs more than it gives in so short a life.
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Note(e.Data);
        _process.ErrorDataReceived += (_, e) => Note(e.Data);
        if (readsOutput) _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts the program with a standard output that nobody reads.</summary>
    public static ChildProgram WithUnreadOutput(TemporaryStore store, out Uri server, params string[] arguments)
    {
        server = new Uri($"http://127.0.0.1:{FreePort()}");
        return new ChildProgram(
            ["dotnet"], AppContext.BaseDirectory, store, "Production", [.. arguments, "--urls=" + server], readsOutput: false);
    }

    /// <summary>A free port, for a program that is restarted at the same address.</summary>
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

    /// <summary>Bytes of resident memory.</summary>
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
        var timeout = TestTimeout.Token();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        for (; !timeout.IsCancellationRequested; await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            // Asked before the output is read: its last lines may arrive after its end.
            var hasExited = _process.HasExited && _process.WaitForExit(TestTimeout.Limit);
            if (Output.FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal)) is { } line) return line;
            if (hasExited) throw new InvalidOperationException($"The program ended without \"{text}\":\n{LastLines()}");
        }

        throw new TimeoutException($"The program has not written \"{text}\":\n{LastLines()}");
    }

    /// <summary>An HTTP client of the program, once it listens.</summary>
    public async Task<HttpClient> ConnectAsync()
    {
        var line = await WaitForLineAsync("Now listening on: ");
        return new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..]) };
    }

    /// <summary>The highest number of bytes of resident memory so far, as the kernel counts it.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>SIGTERM, as a service manager sends it.</summary>
    public void SendTerminate() => SendSignal(_process.Id, Terminate).ShouldBe(0);

    /// <summary>SIGHUP, as a terminal that is closed sends it.</summary>
    public void SendHangup() => SendSignal(_process.Id, IsIgnored(Hangup) ? Terminate : Hangup).ShouldBe(0);

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public void SendInterrupt() => SendSignal(_process.Id, IsIgnored(Interrupt) ? Terminate : Interrupt).ShouldBe(0);

    /// <summary>SIGSTOP: the program stays connected and answers nothing until <see cref="Thaw"/>.</summary>
    public void Freeze() => SendSignal(_process.Id, Stop).ShouldBe(0);

    public void Thaw() => SendSignal(_process.Id, Continue).ShouldBe(0);

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill() => _process.Kill();

    /// <summary>The exit code, once the program has ended.</summary>
    public async Task<int> WaitForExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync(TestTimeout.Token());
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The program has not ended:\n" + LastLines());
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SendSignal(int process, int signal);

    // A background job of a shell ignores SIGINT, one that was started with nohup ignores SIGHUP, and so do their children; the host
    // handles SIGTERM in the same way.
    private static bool IsIgnored(int signal)
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status)) return false;
        var mask = File.ReadLines(Status).First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        return (Convert.ToUInt64(mask, 16) & (1UL << (signal - 1))) != 0;
    }

    private string LastLines() => string.Join('\n', Output.TakeLast(20));

    private void Note(string? line)
    {
        if (line is null) return;
        lock (_output) _output.Add(line);
    }
}
