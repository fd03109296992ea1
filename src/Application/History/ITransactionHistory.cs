using Dashboard.Domain.Transactions;

namespace Dashboard.Application.History;

/// <summary>Reads stored transactions by filter.</summary>
public interface ITransactionHistory
{
    /// <summary>
    /// Up to <paramref name="limit"/> transactions older than <paramref name="before"/> that the filter selects, newest first.
    /// </summary>
    Task<IReadOnlyList<Transaction>> PageAsync(
        TransactionFilter filter, TransactionId? before, int limit, CancellationToken cancellationToken);

    /// <summary>How many transactions the filter selects.</summary>
    Task<HistoryCount> CountAsync(TransactionFilter filter, CancellationToken cancellationToken);

    /// <summary>Receipt time of the oldest row among the newest <paramref name="maxRows"/> rows of the filter's index; null when the
    /// index has no more rows than that.</summary>
    Task<DateTimeOffset?> FindScanStartAsync(TransactionFilter filter, int maxRows, CancellationToken cancellationToken);
}

/// <param name="Flagged">Transactions that are flagged and did not fail.</param>
public readonly record struct HistoryCount(long Total, long Failed, long Flagged);

/// <summary>Which transactions; null selects all. All conditions must hold.</summary>
public sealed record TransactionFilter
{
    public IReadOnlyList<TransactionStatus>? Statuses { get; init; }

    public string? Source { get; init; }

    public string? Account { get; init; }

    public string? Counterparty { get; init; }

    public string? Reference { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public string? Currency { get; init; }

    /// <summary>Lowest amount, in units of each transaction's own currency.</summary>
    public decimal? MinAmount { get; init; }

    /// <summary>Highest amount, in units of each transaction's own currency.</summary>
    public decimal? MaxAmount { get; init; }

    public bool? Flagged { get; init; }

    /// <summary>Name of a rule that flagged it.</summary>
    public string? Flag { get; init; }

    public string? FailureReason { get; init; }

    /// <summary>Received at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Received before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Made at this time or later, by the transaction's own time.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Made before this time.</summary>
    public DateTimeOffset? CreatedTo { get; init; }
}
