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

/// <summary>
/// Something a person should look at: a rule, its subject, and how often the rule fired. Immutable: each change gives a new object.
/// </summary>
public sealed record Alert
{
    public const int MaxMessageLength = 300;
    public const int MaxRuleLength = 64;
    public const int MaxSubjectLength = 64;

    private Alert() { }

    public required AlertId Id { get; init; }

    /// <summary>Name of the rule that raised the alert, for instance <c>large_amount</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>What the alert is about: an account, a source or a transaction.</summary>
    public required string Subject { get; init; }

    public required AlertSeverity Severity { get; init; }

    public required string Message { get; init; }

    /// <summary>The newest transaction on which the rule fired.</summary>
    public required TransactionId TransactionId { get; init; }

    /// <summary>How often the rule fired since the alert was raised; at least 1.</summary>
    public required long Count { get; init; }

    public required AlertStatus Status { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When the rule last fired or the status last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When a person acknowledged the alert; null if nobody has.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When the alert was resolved; null before.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <param name="times">How often the rule fired; at least 1.</param>
    public static Alert Raise(
        AlertId id, string rule, string subject, AlertSeverity severity, string message, TransactionId transactionId, long times,
        DateTimeOffset at) =>
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
        AlertId id, string rule, string subject, AlertSeverity severity, string message, TransactionId transactionId,
        long count, AlertStatus status, DateTimeOffset raisedAt, DateTimeOffset updatedAt,
        DateTimeOffset? acknowledgedAt, DateTimeOffset? resolvedAt) =>
        Raise(id, rule, subject, severity, message, transactionId, count, raisedAt) with
        {
            Status = status,
            UpdatedAt = updatedAt,
            AcknowledgedAt = acknowledgedAt,
            ResolvedAt = resolvedAt,
        };

    /// <summary>Counts further firings of the same rule on the same subject. An acknowledged alert stays acknowledged.</summary>
    /// <param name="times">How often the rule fired; at least 1.</param>
    /// <exception cref="DomainException">The alert is resolved. The caller raises a new one instead.</exception>
    public Alert FireAgain(string message, TransactionId transactionId, long times, DateTimeOffset at) =>
        Status != AlertStatus.Resolved
            ? this with { Count = Count + times, Message = message, TransactionId = transactionId, UpdatedAt = at.WholeMicroseconds() }
            : throw new DomainException($"Alert {Id} is resolved and cannot fire again.");

    /// <exception cref="DomainException">The alert is not open.</exception>
    public Alert Acknowledge(DateTimeOffset at) =>
        Status == AlertStatus.Open
            ? this with { Status = AlertStatus.Acknowledged, UpdatedAt = at.WholeMicroseconds(), AcknowledgedAt = at.WholeMicroseconds() }
            : throw new DomainException($"Alert {Id} is {Status} and cannot be acknowledged.");

    /// <exception cref="DomainException">The alert is resolved already.</exception>
    public Alert Resolve(DateTimeOffset at) =>
        Status != AlertStatus.Resolved
            ? this with { Status = AlertStatus.Resolved, UpdatedAt = at.WholeMicroseconds(), ResolvedAt = at.WholeMicroseconds() }
            : throw new DomainException($"Alert {Id} is resolved already.");

    /// <summary>True when this state of an alert may replace the one with this count and status: neither of them ever goes back.</summary>
    public bool Supersedes(long count, AlertStatus status) => Count >= count && Status >= status;
}
