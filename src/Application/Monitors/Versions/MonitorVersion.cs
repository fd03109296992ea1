using Dashboard.Domain.Rules;

namespace Dashboard.Application.Monitors.Versions;

/// <summary>What a monitor looks at, and when it opens an incident.</summary>
public sealed record MonitorContent
{
    public const int MaxDescriptionLength = 400;

    /// <summary>Of the content as text.</summary>
    public const int MaxTextLength = 1_000;

    /// <summary>What is counted as bad. The measure also says what it is a share of.</summary>
    public required Measure Measure { get; init; }

    /// <summary>False: it is kept and opens nothing.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>Only payments of this source; null with no currency for everything, each source and each currency.</summary>
    public string? Source { get; init; }

    /// <summary>Only payments in this currency.</summary>
    public string? Currency { get; init; }

    /// <summary>A share that must not be exceeded; null to compare with what is usual.</summary>
    public double? Limit { get; init; }

    /// <summary>How far the share must rise above the usual one. Without meaning beside a limit.</summary>
    public double MinimumRise { get; init; } = 0.05;

    /// <summary>The fewest payments that are judged. For a silence: the payments that usually would have come.</summary>
    public int MinimumPayments { get; init; } = 20;

    /// <summary>How unlikely chance must be: a natural logarithm. Without meaning for a silence.</summary>
    public double Certainty { get; init; } = 20;

    /// <summary>How long the figures must be usual before the incident ends.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMinutes(1);

    public string? Description { get; init; }

    /// <summary>The rise that counts above the share that it is compared with.</summary>
    internal double Rise => Limit is null ? MinimumRise : 0;
}

/// <summary>One version of a monitor. Never changed: the newest one is in use.</summary>
/// <param name="Number">Counts from 1. That of the newest version is the ETag of the monitor.</param>
public sealed record MonitorVersion(
    string Name, int Number, MonitorContent Content, RuleAuthor By, string Reason, DateTimeOffset CreatedAt);
