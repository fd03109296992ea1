using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Dashboard.Testing.Time;
using Npgsql;

namespace Dashboard.Testing.Hosts;

/// <summary>
/// A PostgreSQL server of this machine for the tests alone: a new cluster in a temporary folder, on a free port of the loopback address.
/// It keeps the durability of production. When it is disposed, and also when the test process dies, the server ends and the folder goes.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    // The language is not that of the columns, so that a comparison that ignores their collation is seen.
    private static readonly string[] Create =
        ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en", "--auth=scram-sha-256", "--no-sync"];

    // The server reads the test process: a word stops it with that signal, and the end of the input removes its folder as well.
    // A signal to the whole group, such as Ctrl-C, must not end it before that.
    private const string Script = """
        trap '' INT TERM HUP
        "$1/postgres" -D "$2/data" -p "$3" -h 127.0.0.1 -k '' -c max_connections=400 >>"$2/log" 2>&1 & server=$!
        read -r word; kill -s "${word:-QUIT}" $server; wait $server
        [ -n "$word" ] || rm -rf "$2"
        """;

    private readonly string _programs;
    private readonly string _folder;
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private Process? _server;

    private PostgresCluster(string programs, string folder) => (_programs, _folder) = (programs, folder);

    public int Port { get; } = ChildProgram.FreePort();

    /// <summary>The owner of the server, in its own database.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = "postgres",
            Password = _password,
            Database = "postgres",
        }.ToString();

    /// <summary>The folder of PostgreSQL's own programs; null where it is not installed.</summary>
    /// <remarks>Debian keeps the server out of the path, one folder for each version.</remarks>
    public static string? Programs()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var debian = new DirectoryInfo("/usr/lib/postgresql");
        var versions = debian.Exists ? debian.GetDirectories().Select(d => d.FullName) : [];
        return versions.OrderByDescending(v => v.Length).ThenByDescending(v => v).Select(v => Path.Combine(v, "bin")).Concat(path)
            .FirstOrDefault(f => File.Exists(Path.Combine(f, "postgres")) && File.Exists(Path.Combine(f, "initdb")));
    }

    /// <summary>Makes a cluster and starts it.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or refuses.</exception>
    public static async Task<PostgresCluster> StartAsync()
    {
        var programs = Programs() ?? throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql.");
        var cluster = new PostgresCluster(programs, Directory.CreateTempSubdirectory("dashboard-postgres-").FullName);
        try
        {
            await cluster.CreateAsync();
            await cluster.StartServerAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server again, on the same port and with what it has stored.</summary>
    public async Task StartServerAsync()
    {
        _server = Start("sh", ["-c", Script, "sh", _programs, _folder, FormattableString.Invariant($"{Port}")]);
        try
        {
            await Poll.UntilAsync(AnswersAsync, StartLimit);
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException(await File.ReadAllTextAsync(Path.Combine(_folder, "log")), exception);
        }
    }

    /// <summary>Stops the server without letting it finish anything; its next start recovers from its log.</summary>
    public async Task StopServerAsync()
    {
        if (_server is not { HasExited: false } server) return;
        await server.StandardInput.WriteLineAsync("QUIT");
        await server.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.StandardInput.Close();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task CreateAsync()
    {
        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, _password);
        // A server does not run as root: its folder and its processes then belong to another user.
        if (User() is { } user) await RunAsync(Process.Start("chown", ["-R", $"{user.Id}:{user.Group}", _folder]), "chown");
        // The cluster takes an empty folder.
        var data = Path.Combine(_folder, "data");
        string[] arguments = ["-D", data, "-U", "postgres", "--pwfile=" + password, .. Create];
        await RunAsync(Start(Path.Combine(_programs, "initdb"), arguments), "initdb");
    }

    private static async Task RunAsync(Process process, string name)
    {
        using (process)
        {
            var error = process.StartInfo.RedirectStandardError ? await process.StandardError.ReadToEndAsync() : "";
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{name} failed: {error.Trim()}");
        }
    }

    private static Process Start(string program, string[] arguments)
    {
        string[] command = User() is { } user
            ? ["setpriv", "--reuid=" + user.Id, "--regid=" + user.Group, "--clear-groups", program, .. arguments]
            : [program, .. arguments];
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
    }

    // Numbers from /etc/passwd; null when the tests do not run as root.
    private static (string Id, string Group)? User()
    {
        if (GetUser() != 0) return null;
        var users = File.ReadLines("/etc/passwd").Select(l => l.Split(':')).ToDictionary(f => f[0], f => (f[2], f[3]));
        return users.TryGetValue("postgres", out var postgres) ? postgres : users["nobody"];
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint GetUser();
}
