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

    /// <summary>
    /// The same for a caller that may ask for anything: looks at a bounded number of rows (<c>Storage:MaxRowsPerRead</c>) and says how far
    /// it came.
    /// </summary>
    Task<HistorySearch> SearchAsync(TransactionFilter filter, TransactionId? before, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Up to <paramref name="limit"/> transactions that the filter selects, by their own time, latest first.
    /// </summary>
    /// <exception cref="TooManyToSortException"/>
    Task<SortedHistory> SortByCreationAsync(
        TransactionFilter filter, CreationCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many transactions the filter selects.</summary>
    Task<HistoryCount> CountAsync(TransactionFilter filter, CancellationToken cancellationToken);

    /// <summary>Receipt time of the oldest row among the newest <paramref name="maxRows"/> rows of the filter's index; null when the
    /// index has no more rows than that.</summary>
    Task<DateTimeOffset?> FindScanStartAsync(TransactionFilter filter, int maxRows, CancellationToken cancellationToken);
}

/// <param name="Found">Newest first; may be empty although older transactions match.</param>
/// <param name="Next">Everything from this id on was looked at; the next search goes on before it. Null when nothing is left.</param>
public sealed record HistorySearch(IReadOnlyList<Transaction> Found, TransactionId? Next);

/// <param name="Found">Latest first.</param>
/// <param name="Next">Where the next page begins; null when nothing is left.</param>
public sealed record SortedHistory(IReadOnlyList<Transaction> Found, CreationCursor? Next);

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
