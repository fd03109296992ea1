using Dashboard.Domain.Alerts;

namespace Dashboard.Application.Alerts;

/// <summary>An alert as clients see it.</summary>
public sealed record AlertDto
{
    /// <summary>13 characters, time-ordered.</summary>
    public required string Id { get; init; }

    public required string Rule { get; init; }

    public required AlertSeverity Severity { get; init; }

    /// <summary>A sentence with the number and the limit.</summary>
    public required string Message { get; init; }

    /// <summary>The newest transaction that fired it.</summary>
    public required string TransactionId { get; init; }

    /// <summary>What it is about: an account, a source or a transaction.</summary>
    public required string Subject { get; init; }

    /// <summary>How often it fired since it was raised.</summary>
    public required long Count { get; init; }

    public required AlertStatus Status { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required DateTimeOffset? AcknowledgedAt { get; init; }

    public required DateTimeOffset? ResolvedAt { get; init; }
}
