using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.Domain.Alerts;

/// <summary>How urgent an alert is. The numbers are stored.</summary>
public enum AlertSeverity
{
    Info = 0,
    Warning = 1,
    Critical = 2,
}

/// <summary>Open → Acknowledged → Resolved; Open may be resolved at once. The numbers are stored.</summary>
public enum AlertStatus
{
    Open = 0,
    Acknowledged = 1,
    Resolved = 2,
}

/// <summary>Something a person should look at: one rule and its subject, with the count of firings. Immutable, as a transaction is.</summary>
public sealed record Alert
{
    public const int MaxMessageLength = 300;
    public const int MaxRuleLength = 64;
    public const int MaxSubjectLength = 64;

    private Alert() { }

    /// <summary>Time-ordered, from the same generator as transaction ids.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the flag that raised it, for instance <c>large_amount</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>What it is about: an account, a source or a transaction.</summary>
    public required string Subject { get; init; }

    public required AlertSeverity Severity { get; init; }

    public required string Message { get; init; }

    /// <summary>The newest transaction that fired it.</summary>
    public required TransactionId TransactionId { get; init; }

    /// <summary>How often it fired since it was raised; at least 1.</summary>
    public required long Count { get; init; }

    public required AlertStatus Status { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When it last fired or changed its status.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When somebody said that it has been seen; null for one that nobody acknowledged.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When it was resolved; null before.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <param name="times">How often it fires at once; at least 1.</param>
    public static Alert Raise(
        long id, string rule, string subject, AlertSeverity severity, string message, TransactionId transactionId, long times, DateTimeOffset at) =>
        new()
        {
            Id = id,
            Rule = rule,
            Subject = subject,
            Severity = severity,
            Message = message,
            TransactionId = transactionId,
            Count = times,
            Status = AlertStatus.Open,
            RaisedAt = at.WholeMicroseconds(),
            UpdatedAt = at.WholeMicroseconds(),
        };

    public static Alert Restore(
        long id, string rule, string subject, AlertSeverity severity, string message, TransactionId transactionId,
        long count, AlertStatus status, DateTimeOffset raisedAt, DateTimeOffset updatedAt, DateTimeOffset? acknowledgedAt, DateTimeOffset? resolvedAt) =>
        Raise(id, rule, subject, severity, message, transactionId, count, raisedAt) with
        {
            Status = status,
            UpdatedAt = updatedAt,
            AcknowledgedAt = acknowledgedAt,
            ResolvedAt = resolvedAt,
        };

    /// <summary>Counts more firings of the same rule on the same subject; an acknowledged alert stays acknowledged.</summary>
    /// <exception cref="DomainException">It is resolved; a new alert must be raised.</exception>
    public Alert FireAgain(string message, TransactionId transactionId, long times, DateTimeOffset at) =>
        Status != AlertStatus.Resolved
            ? this with { Count = Count + times, Message = message, TransactionId = transactionId, UpdatedAt = at.WholeMicroseconds() }
            : throw new DomainException($"Alert {Id} is resolved and cannot fire again.");

    /// <exception cref="DomainException">It is not open.</exception>
    public Alert Acknowledge(DateTimeOffset at) =>
        Status == AlertStatus.Open
            ? this with { Status = AlertStatus.Acknowledged, UpdatedAt = at.WholeMicroseconds(), AcknowledgedAt = at.WholeMicroseconds() }
            : throw new DomainException($"Alert {Id} is {Status} and cannot be acknowledged.");

    /// <exception cref="DomainException">It is resolved already.</exception>
    public Alert Resolve(DateTimeOffset at) =>
        Status != AlertStatus.Resolved
            ? this with { Status = AlertStatus.Resolved, UpdatedAt = at.WholeMicroseconds(), ResolvedAt = at.WholeMicroseconds() }
            : throw new DomainException($"Alert {Id} is resolved already.");

    /// <summary>False when it is an earlier state of an alert that has got this far: neither count nor status ever goes back.</summary>
    public bool IsAsFarAs(long count, AlertStatus status) => Count >= count && Status >= status;
}
