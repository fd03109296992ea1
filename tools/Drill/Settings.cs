using System.Globalization;

namespace Dashboard.Tools.Drill;

/// <summary>The command line. Without an address, each scene gets a program of its own.</summary>
internal sealed record Settings(Uri? Address, int Port, IReadOnlyList<string> Files)
{
    public const string Usage =
        "Usage: dotnet run -c Release --project tools/Drill -- [--url http://localhost:5080] [--port 5089] [scene.json or folder …]";

    /// <summary>Null when the arguments are no valid command line.</summary>
    public static Settings? TryParse(string[] args)
    {
        Uri? address = null;
        var port = 5089;
        var files = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                files.Add(args[i]);
                continue;
            }

            if (i + 1 == args.Length) return null;
            var value = args[i + 1];
            if (args[i] == "--url" ? !Uri.TryCreate(value, UriKind.Absolute, out address)
                : args[i] != "--port" || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out port)) return null;
            i++;
        }

        if (files.Count == 0) files.Add(Path.Combine(AppContext.BaseDirectory, "scenes"));
        return new Settings(address, port, files);
    }
}
