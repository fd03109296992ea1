using System.Globalization;

namespace Dashboard.Tools.Soak;

/// <summary>The command line: <c>--rate 100 --minutes 10 --clients 1 --port 5088 --keep</c>.</summary>
internal sealed record Settings(int Rate, double Minutes, int Clients, int Port, bool Keep)
{
    public const string Usage =
        "Usage: dotnet run -c Release --project tools/Soak -- [--rate 100] [--minutes 10] [--clients 1] [--port 5088] [--keep]";

    /// <summary>Null when the arguments are no valid command line.</summary>
    public static Settings? TryParse(string[] args)
    {
        var settings = new Settings(100, 10, 1, 5088, Keep: false);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--keep")
            {
                settings = settings with { Keep = true };
                continue;
            }

            if (i + 1 == args.Length) return null;
            if (!double.TryParse(args[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value <= 0) return null;
            var known = args[i++] switch
            {
                "--rate" => settings with { Rate = (int)value },
                "--minutes" => settings with { Minutes = value },
                "--clients" => settings with { Clients = (int)value },
                "--port" => settings with { Port = (int)value },
                _ => null,
            };
            if (known is null) return null;
            settings = known;
        }

        return settings;
    }
}
