using System.Collections.Immutable;
using Dashboard.Infrastructure.Replay.Rows;
using Dashboard.Infrastructure.Replay.Runs;

namespace Dashboard.Infrastructure.Replay;

/// <summary>Counts the rows of a replay by their outcome. Not thread-safe.</summary>
internal sealed class ReplaySummary
{
    private readonly SortedDictionary<string, (long Count, long FirstLine)> _reasons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _firstFiles = new(StringComparer.Ordinal);

    /// <summary>Rejected rows that are kept; further ones are only counted.</summary>
    public const int MaxRejectedRows = 100;

    /// <summary>Reasons that are counted one by one; further reasons are counted together.</summary>
    public const int MaxReasons = 50;

    /// <summary>Rows with at least one cell that is not blank.</summary>
    public long Rows { get; set; }

    public long Blank { get; set; }

    /// <summary>Rows that the mapping leaves out.</summary>
    public long Ignored { get; set; }

    public long Accepted { get; set; }

    public long Duplicates { get; set; }

    public long Rejected { get; private set; }

    /// <summary>Rejections by reason: their number and the first line.</summary>
    public IReadOnlyDictionary<string, (long Count, long FirstLine)> Reasons => _reasons;

    /// <summary>The file of the first line with this reason.</summary>
    public string FirstFile(string reason) => _firstFiles[reason];

    /// <summary>The first rejected rows.</summary>
    public ImmutableList<RejectedRowDto> RejectedRows { get; private set; } = [];

    public void Reject(ReplayFile file, long line, RowProblem problem)
    {
        Rejected++;
        var reason = problem.Reason;
        if (RejectedRows.Count < MaxRejectedRows)
            RejectedRows = RejectedRows.Add(new RejectedRowDto(file.ShownName, line, problem.ToString()));
        var key = _reasons.ContainsKey(reason) || _reasons.Count < MaxReasons ? reason : "other reasons";
        _firstFiles.TryAdd(key, file.ShownName);
        _reasons[key] = _reasons.TryGetValue(key, out var known) ? (known.Count + 1, known.FirstLine) : (1, line);
    }
}
