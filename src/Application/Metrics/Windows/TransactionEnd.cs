using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Metrics.Windows;

/// <summary>One end of a transaction, as the windows count it.</summary>
public readonly record struct TransactionEnd(
    DateTimeOffset EndedAt, bool Failed, bool Flagged, string Source, Money Amount, TimeSpan ProcessingTime)
{
    /// <summary>Why it failed; null when it did not.</summary>
    public string? FailureReason { get; init; }

    internal long ProcessingMs => ProcessingTime.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>The end of a transaction that has ended.</summary>
    internal static TransactionEnd Of(Transaction ended) => new(
        ended.CompletedAt!.Value, ended.Status == TransactionStatus.Failed, ended.IsFlagged, ended.Details.Source, ended.Details.Amount,
        ended.ProcessingTime!.Value)
    {
        FailureReason = ended.FailureReason,
    };

    internal bool IsBeyondScale => LatencyScale.IsBeyond(ProcessingMs);

    internal Tally AsTally() => new()
    {
        Count = 1,
        Failed = Failed ? 1 : 0,
        Flagged = Flagged ? 1 : 0,
        ProcessingMs = IsBeyondScale ? 0 : ProcessingMs,
        BeyondScale = IsBeyondScale ? 1 : 0,
    };
}

/// <summary>The figures of all windows at one instant.</summary>
internal sealed record WindowedFigures(
    double TransactionsPerSecond, WindowDto LastMinute, WindowDto LastFiveMinutes, WindowDto LastHour, IReadOnlyList<SourceDto> TopSources);
