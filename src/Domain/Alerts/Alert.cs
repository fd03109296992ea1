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

/// <summary>Open → Acknowledged → Resolved; Open may be resolved at once, and a resolved alert may be reopened. The numbers are
/// stored.</summary>
public enum AlertStatus
{
    Open = 0,
    Acknowledged = 1,
    Resolved = 2,
}

/// <summary>Ends an alert. The numbers are stored.</summary>
public enum AlertResolver
{
    /// <summary>A person decided that it needs no more attention.</summary>
    Person = 0,

    /// <summary>The program made room for newer alerts.</summary>
    System = 1,
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

    /// <summary>The newest transaction on which the rule fired. The message is about it.</summary>
    public required TransactionId TransactionId { get; init; }

    /// <summary>The oldest transaction on which the rule fired.</summary>
    public required TransactionId FirstTransactionId { get; init; }

    /// <summary>How often the rule fired since the alert was raised; at least 1.</summary>
    public required long Count { get; init; }

    public required AlertStatus Status { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When the rule last fired; a decision does not change it.</summary>
    public required DateTimeOffset LastFiredAt { get; init; }

    /// <summary>When the rule last fired or the status last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When a person acknowledged the alert; null if nobody has.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When the alert was resolved; null before.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Null before it was resolved.</summary>
    public AlertResolver? ResolvedBy { get; init; }

    /// <summary>How often it was reopened. Each time begins a new life, whose states replace those of the life before.</summary>
    public int Reopened { get; init; }

    /// <param name="transactionId">The newest of the transactions on which the rule fired.</param>
    /// <param name="times">How often the rule fired; at least 1.</param>
    /// <param name="firstTransactionId">The oldest of them; null when there is only one.</param>
    public static Alert Raise(
        AlertId id, string rule, string subject, AlertSeverity severity, string message, TransactionId transactionId, long times,
        DateTimeOffset at, TransactionId? firstTransactionId = null) =>
        new()
        {
            Id = id,
            Rule = rule,
            Subject = subject,
            Severity = severity,
            Message = message,
            TransactionId = transactionId,
            FirstTransactionId = firstTransactionId ?? transactionId,
            Count = times,
            Status = AlertStatus.Open,
            RaisedAt = at.WholeMicroseconds(),
            LastFiredAt = at.WholeMicroseconds(),
            UpdatedAt = at.WholeMicroseconds(),
        };

    /// <summary>Counts further firings of the same rule on the same subject. An acknowledged alert stays acknowledged.</summary>
    /// <remarks>Transactions end in another order than they came in, so a firing may be about an older transaction.</remarks>
    /// <param name="times">How often the rule fired; 0 when only the message is newer.</param>
    /// <param name="firstTransactionId">The oldest of the transactions on which it fired; null when there is only one.</param>
    /// <exception cref="DomainException">The alert is resolved. The caller raises a new one instead.</exception>
    public Alert FireAgain(
        string message, TransactionId transactionId, long times, DateTimeOffset at, TransactionId? firstTransactionId = null)
    {
        if (Status == AlertStatus.Resolved) throw new DomainException($"Alert {Id} is resolved and cannot fire again.");
        var isNewest = transactionId >= TransactionId;
        var first = firstTransactionId ?? transactionId;
        return this with
        {
            Count = Count + times,
            Message = isNewest ? message : Message,
            TransactionId = isNewest ? transactionId : TransactionId,
            FirstTransactionId = first < FirstTransactionId ? first : FirstTransactionId,
            LastFiredAt = at.WholeMicroseconds(),
            UpdatedAt = at.WholeMicroseconds(),
        };
    }

    /// <exception cref="DomainException">The alert is not open.</exception>
    public Alert Acknowledge(DateTimeOffset at) =>
        Status == AlertStatus.Open
            ? this with { Status = AlertStatus.Acknowledged, UpdatedAt = at.WholeMicroseconds(), AcknowledgedAt = at.WholeMicroseconds() }
            : throw new DomainException($"Alert {Id} is {Status} and cannot be acknowledged.");

    /// <exception cref="DomainException">The alert is resolved already, or the system may not resolve it.</exception>
    public Alert Resolve(DateTimeOffset at, AlertResolver by = AlertResolver.Person)
    {
        if (Status == AlertStatus.Resolved) throw new DomainException($"Alert {Id} is resolved already.");
        if (by == AlertResolver.System && !SystemMayResolve) throw new DomainException($"Only a person may resolve alert {Id}.");
        return this with
        {
            Status = AlertStatus.Resolved,
            UpdatedAt = at.WholeMicroseconds(),
            ResolvedAt = at.WholeMicroseconds(),
            ResolvedBy = by,
        };
    }

    /// <summary>Critical alerts and those that a person has acknowledged are never resolved without a person.</summary>
    public bool SystemMayResolve => Status == AlertStatus.Open && Severity != AlertSeverity.Critical;

    /// <summary>Takes back that it was resolved: it is open or acknowledged again, as before.</summary>
    /// <exception cref="DomainException">The alert is not resolved.</exception>
    public Alert Reopen(DateTimeOffset at) =>
        Status == AlertStatus.Resolved
            ? this with
            {
                Status = AcknowledgedAt is null ? AlertStatus.Open : AlertStatus.Acknowledged,
                UpdatedAt = at.WholeMicroseconds(),
                ResolvedAt = null,
                ResolvedBy = null,
                Reopened = Reopened + 1,
            }
            : throw new DomainException($"Alert {Id} is {Status} and cannot be reopened.");

    /// <summary>True when this state of an alert may replace another one. Within one life, count and status never go back.</summary>
    public bool Supersedes(int reopened, long count, AlertStatus status) =>
        Reopened > reopened || (Reopened == reopened && Count >= count && Status >= status);

    /// <summary>Rebuilds a stored state.</summary>
    public static Alert Restore(
        AlertId id, string rule, string subject, AlertSeverity severity, string message, long count, DateTimeOffset raisedAt,
        (TransactionId First, TransactionId Newest) transactions, AlertLife life) =>
        Raise(id, rule, subject, severity, message, transactions.Newest, count, raisedAt, transactions.First) with
        {
            Status = life.Status,
            LastFiredAt = life.LastFiredAt,
            UpdatedAt = life.UpdatedAt,
            AcknowledgedAt = life.AcknowledgedAt,
            ResolvedAt = life.ResolvedAt,
            ResolvedBy = life.ResolvedBy,
            Reopened = life.Reopened,
        };
}

/// <summary>The part of an alert that firings and decisions change, as it is stored.</summary>
public readonly record struct AlertLife(
    AlertStatus Status, DateTimeOffset LastFiredAt, DateTimeOffset UpdatedAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ResolvedAt,
    AlertResolver? ResolvedBy, int Reopened);
