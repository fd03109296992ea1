using System.Runtime.InteropServices;
using System.Text.Json;

namespace Dashboard.Bench.Load.Figures;

/// <summary>A run as a JSON file: its figures, its time and the machine.</summary>
internal sealed record RunFile(Machine Machine, DateTimeOffset MeasuredAt, IReadOnlyList<Figure> Figures)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task WriteAsync(string file, IReadOnlyList<Figure> figures, TimeProvider clock)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var run = new RunFile(Machine.This(), clock.GetUtcNow(), figures);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(run, Json) + "\n");
    }

    public static async Task<RunFile> ReadAsync(string file) =>
        JsonSerializer.Deserialize<RunFile>(await File.ReadAllTextAsync(file), Json)!;
}

internal sealed record Machine(string Processor, int Cores, double MemoryGigabytes, string System, string Runtime)
{
    public static Machine This() => new(
        ProcessorName(), Environment.ProcessorCount, Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription);

    private static string ProcessorName()
    {
        const string LinuxFile = "/proc/cpuinfo";
        const string Key = "model name";
        if (!File.Exists(LinuxFile)) return RuntimeInformation.ProcessArchitecture.ToString();
        var line = File.ReadLines(LinuxFile).FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
