using Dashboard.Application.Audit;
using Dashboard.Domain.Alerts;

namespace Dashboard.Application.Alerts;

/// <summary>All alerts of all runs, as they are stored.</summary>
public interface IAlertHistory
{
    /// <summary>
    /// Up to <paramref name="limit"/> alerts raised before <paramref name="before"/> that the filter selects, newest first.
    /// </summary>
    Task<IReadOnlyList<Alert>> PageAsync(AlertFilter filter, AlertId? before, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The same for a caller that may ask for anything: looks at a bounded number of rows (<c>Storage:MaxRowsPerRead</c>) and says how far
    /// it came.
    /// </summary>
    Task<AlertSearch> SearchAsync(AlertFilter filter, AlertId? before, int limit, CancellationToken cancellationToken);

    Task<Alert?> FindAsync(AlertId id, CancellationToken cancellationToken);
}

/// <param name="Found">Newest first; may be empty although older alerts match.</param>
/// <param name="Next">Everything from this id on was looked at; the next search goes on before it. Null when nothing is left.</param>
public sealed record AlertSearch(IReadOnlyList<Alert> Found, AlertId? Next);

/// <summary>Writes alerts.</summary>
public interface IAlertStore
{
    /// <summary>Hands over the newest state of an alert, new or known. Waits only while the writer is full.</summary>
    /// <param name="alert">The newest state.</param>
    /// <param name="entry">What the audit trail says of a decision, in the same commit; null when a rule changed the alert.</param>
    ValueTask SaveAsync(Alert alert, AuditEvent? entry = null);
}

/// <summary>Which alerts; null selects all. All conditions must hold.</summary>
public sealed record AlertFilter
{
    public IReadOnlyList<AlertStatus>? Statuses { get; init; }

    public IReadOnlyList<AlertSeverity>? Severities { get; init; }

    public string? Rule { get; init; }

    public string? Subject { get; init; }

    /// <summary>Raised at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Raised before this time.</summary>
    public DateTimeOffset? To { get; init; }
}
