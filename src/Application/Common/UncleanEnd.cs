namespace Dashboard.Application.Common;

/// <summary>Why this run does not end as asked, for the exit code. Safe for any number of threads.</summary>
public sealed class UncleanEnd
{
    public const int ExitCode = 6;

    private string? _reason;

    /// <summary>The first reason that was reported; null when there is none.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    public void Report(string reason) => Interlocked.CompareExchange(ref _reason, reason, null);
}
