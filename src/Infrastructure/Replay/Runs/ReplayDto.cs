namespace Dashboard.Infrastructure.Replay.Runs;

/// <summary>How far a replay is.</summary>
public enum ReplayState
{
    /// <summary>Its file is being received.</summary>
    Receiving,

    Running,

    /// <summary>Every row was read; some may have been rejected.</summary>
    Finished,

    /// <summary>A caller ended it.</summary>
    Cancelled,

    /// <summary>The program stopped.</summary>
    Stopped,

    /// <summary>A file could not be read with the mapping.</summary>
    Failed,
}

/// <summary>A replay of files, as callers see it.</summary>
/// <param name="IsStartUp">True for the replay of <c>Replay:File</c>.</param>
/// <param name="Mapping">The name of the mapping; empty when it was sent with the files.</param>
/// <param name="Bytes">Size of all files as they are stored; 0 until they are checked.</param>
/// <param name="BytesRead">Bytes of the files whose rows have been read.</param>
/// <param name="Rows">Rows read: accepted, duplicates, rejected, and up to 500 that are on their way.</param>
/// <param name="LeftOut">Rows that the mapping leaves out.</param>
/// <param name="Failure">Why the replay failed; null otherwise.</param>
/// <param name="RejectedRows">The first rejected rows, at most 100.</param>
public sealed record ReplayDto(
    string Id, ReplayState State, bool IsStartUp, string Mapping, IReadOnlyList<string> Files, DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt, long Bytes, long BytesRead, long Rows, long Accepted, long Duplicates, long Rejected, long Blank, long LeftOut,
    string? Failure, IReadOnlyList<RejectedRowDto> RejectedRows);

/// <summary>A row that was not taken.</summary>
/// <param name="Line">Line of the file where the row begins.</param>
public sealed record RejectedRowDto(string File, long Line, string Reason);

/// <summary>The newest replays of this run of the program, newest first.</summary>
public sealed record ReplayList(IReadOnlyList<ReplayDto> Items);

/// <summary>A mapping that comes with the program.</summary>
public sealed record ReplayMappingDto(string Name, string Description);

/// <summary>What a mapping makes of the first rows of files.</summary>
/// <param name="Lines">Lines for a person to read.</param>
/// <param name="IsReadable">False when a file cannot be read with the mapping.</param>
/// <param name="HasRejectedRows">True when one of the rows would be rejected.</param>
public sealed record ReplayPreviewDto(IReadOnlyList<string> Lines, bool IsReadable, bool HasRejectedRows);
