using System.Globalization;

namespace Dashboard.Bench.Load;

/// <summary>The command line.</summary>
/// <param name="Rows">Transactions of each run of durable throughput.</param>
/// <param name="Deep">Rows of the store whose history is read.</param>
/// <param name="Seconds">Length of what is measured by time.</param>
/// <param name="IdleMinutes">Length of what is measured at rest, for both of its rates together.</param>
/// <param name="Clients">Clients of the live view.</param>
/// <param name="Parts">What is measured.</param>
/// <param name="Output">File for the figures as JSON; null for none.</param>
/// <param name="Guard">File with earlier figures; a ratio more than a third under them ends the program with 1. Null for none.</param>
internal sealed record Settings(
    int Rows, int Deep, int Seconds, double IdleMinutes, int Clients, IReadOnlyList<string> Parts, string? Output, string? Guard, int Port)
{
    public const string Usage =
        "Usage: dotnet run -c Release --project bench/Load -- [--short] [--parts ingest,single,live,idle,history,start] [--rows N] [--deep N]\n"
        + "       [--seconds N] [--idle-minutes N] [--clients N] [--out FILE] [--guard FILE] [--port 5089]";

    public static readonly IReadOnlyList<string> AllParts = ["ingest", "single", "live", "idle", "history", "start"];

    private static readonly Settings Long = new(500_000, 10_000_000, 20, 30, 500, AllParts, null, null, 5089);
    private static readonly Settings Short = Long with { Rows = 100_000, Deep = 200_000, Seconds = 5, IdleMinutes = 0, Clients = 200 };

    /// <summary>Null for what is no command line of this program.</summary>
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
        if (name == "--out") return settings with { Output = value };
        if (name == "--guard") return settings with { Guard = value };
        if (name == "--parts") return value.Split(',') is var parts && parts.All(AllParts.Contains) ? settings with { Parts = parts } : null;
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number is <= 0 or > 100_000_000) return null;
        return name switch
        {
            "--rows" => settings with { Rows = (int)number },
            "--deep" => settings with { Deep = (int)number },
            "--seconds" => settings with { Seconds = (int)number },
            "--idle-minutes" => settings with { IdleMinutes = number },
            "--clients" => settings with { Clients = (int)number },
            "--port" => settings with { Port = (int)number },
            _ => null,
        };
    }
}
