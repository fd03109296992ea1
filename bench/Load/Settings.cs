using System.Globalization;

namespace Dashboard.Bench.Load;

/// <summary>The command line.</summary>
/// <param name="Rows">Transactions of each way to ingest, all pairs together.</param>
/// <param name="Deep">Rows of the store whose history is read.</param>
/// <param name="Seconds">Length of each measurement that takes a fixed time, all pairs together.</param>
/// <param name="Pairs">Slices into which a measurement beside a baseline is cut; the program and the baseline take turns.</param>
/// <param name="WarmUpSeconds">Load before a measurement, so that the runtime has compiled the hot code.</param>
/// <param name="IdleMinutes">Length of the measurement at a low load.</param>
/// <param name="Clients">Clients of the live view.</param>
/// <param name="Parts">The parts to run.</param>
/// <param name="Program">Folder of a published program to measure; null to publish the one of this repository.</param>
/// <param name="Output">File for the figures as JSON; null for none.</param>
/// <param name="Guard">File with the figures of an earlier run; the exit code is 1 when a guarded figure got worse. Null for none.</param>
internal sealed record Settings(
    int Rows, int Deep, int Seconds, int Pairs, int WarmUpSeconds, double IdleMinutes, int Clients, IReadOnlyList<string> Parts,
    string? Program, string? Output, string? Guard, int Port)
{
    public const string Usage =
        "Usage: dotnet run -c Release --project bench/Load -- [--short] [--parts ingest,single,keys,live,rules,idle,history,start]\n"
        + "       [--rows N] [--deep N] [--seconds N] [--pairs N] [--idle-minutes N] [--clients N] [--program FOLDER] [--out FILE]\n"
        + "       [--guard FILE] [--port 5089]";

    public static readonly IReadOnlyList<string> AllParts = ["ingest", "single", "keys", "live", "rules", "idle", "history", "start"];

    private static readonly Settings Long = new(500_000, 10_000_000, 20, 10, 10, 30, 500, AllParts, null, null, null, 5089);
    private static readonly Settings Short = Long with
    {
        Pairs = 9,
        Rows = 180_000,
        Deep = 200_000,
        Seconds = 9,
        WarmUpSeconds = 5,
        IdleMinutes = 0,
        Clients = 200,
    };

    /// <summary>Whether measurements that the guard does not compare are left out.</summary>
    public bool OnlyGuarded => Guard is not null;

    public TimeSpan WarmUp => TimeSpan.FromSeconds(WarmUpSeconds);

    public TimeSpan Length => TimeSpan.FromSeconds(Seconds);

    /// <summary>Length of one slice of one side.</summary>
    public TimeSpan Slice => Length / Pairs;

    /// <summary>Time between the connection of the clients and the start of a slice.</summary>
    public static TimeSpan Pause => TimeSpan.FromSeconds(0.5);

    /// <summary>Null when the arguments are no valid command line.</summary>
    public static Settings? TryParse(string[] args)
    {
        var settings = args.Contains("--short") ? Short : Long;
        foreach (var pair in args.Where(a => a != "--short").Chunk(2))
        {
            if (pair.Length < 2 || Apply(settings, pair[0], pair[1]) is not { } applied) return null;
            settings = applied;
        }

        return settings;
    }

    private static Settings? Apply(Settings settings, string name, string value)
    {
        if (name == "--program") return settings with { Program = Path.GetFullPath(value) };
        if (name == "--out") return settings with { Output = value };
        if (name == "--guard") return settings with { Guard = value };
        if (name == "--parts")
            return value.Split(',') is var parts && parts.All(AllParts.Contains) ? settings with { Parts = parts } : null;
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
        if (number is <= 0 or > 100_000_000) return null;
        return name switch
        {
            "--rows" => settings with { Rows = (int)number },
            "--deep" => settings with { Deep = (int)number },
            "--seconds" => settings with { Seconds = (int)number },
            "--pairs" => settings with { Pairs = (int)number },
            "--idle-minutes" => settings with { IdleMinutes = number },
            "--clients" => settings with { Clients = (int)number },
            "--port" => settings with { Port = (int)number },
            _ => null,
        };
    }
}
