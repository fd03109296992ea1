namespace Dashboard.Application.Common;

/// <summary>Why this run does not end as asked, for the exit code. Safe for any number of threads.</summary>
public sealed class UncleanEnd
{
    /// <summary>Of a run in which something failed.</summary>
    public const int Failed = 6;

    /// <summary>Of a run whose place another program has taken.</summary>
    public const int Replaced = 8;

    private Ending? _ending;

    /// <summary>The first reason that was reported; null when there is none.</summary>
    public string? Reason => Volatile.Read(ref _ending)?.Reason;

    public int ExitCode => Volatile.Read(ref _ending)?.ExitCode ?? Failed;

    public void Report(string reason, int exitCode = Failed) =>
        Interlocked.CompareExchange(ref _ending, new Ending(reason, exitCode), null);

    private sealed record Ending(string Reason, int ExitCode);
}
