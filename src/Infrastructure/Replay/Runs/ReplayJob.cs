using Dashboard.Infrastructure.Replay.Rows;

namespace Dashboard.Infrastructure.Replay.Runs;

/// <summary>What is to be replayed.</summary>
/// <param name="Files">Each part of the list of files, and the paths that it stands for.</param>
/// <param name="MappingName">As it is shown; empty for a mapping that came with the files.</param>
/// <param name="Speed">1 is real time; null does not wait.</param>
internal sealed record ReplayJob(
    IReadOnlyList<(string Part, IReadOnlyList<string> Files)> Files, Func<ReplayMapping> LoadMapping, string MappingName, bool Sort,
    double? Speed);
