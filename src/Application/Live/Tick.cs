using Dashboard.Application.Alerts;
using Dashboard.Application.History;

namespace Dashboard.Application.Live;

/// <summary>One consistent picture of the system: rows, figures and alerts of one instant. Immutable.</summary>
/// <remarks>The hub sends it, a client that connects is shown it, and <c>GET /api/v1/metrics</c> answers its figures.</remarks>
public sealed class Tick
{
    private readonly Lazy<IReadOnlyList<TransactionDto>> _newest;

    internal Tick(LiveBatch batch, DashboardMetricsDto metrics, IReadOnlyList<AlertDto> alerts, IReadOnlyList<AlertDto> openAlerts)
    {
        (Transactions, Metrics, Alerts, OpenAlerts) = (batch.Transactions, metrics, alerts, openAlerts);
        _newest = new(() => [.. batch.Newest.Select(n => n.State.ToDto(n.Sequence))]);
    }

    /// <summary>The figures, with epoch, sequence, shown and changed of this tick and the number of clients.</summary>
    public DashboardMetricsDto Metrics { get; }

    /// <summary>The figures for a client that gets <see cref="Newest"/> instead of the batch.</summary>
    /// <remarks>They carry 0 of 0 changes: a client that was shown less than the sequence says sees the gap.</remarks>
    public DashboardMetricsDto SnapshotMetrics => Metrics with { Shown = 0, Changed = 0 };

    /// <summary>
    /// Transactions that changed since the tick before: newest state per id, in the order of their sequence, at most one batch.
    /// </summary>
    public IReadOnlyList<TransactionDto> Transactions { get; }

    /// <summary>Alerts that changed since the tick before.</summary>
    public IReadOnlyList<AlertDto> Alerts { get; }

    /// <summary>The newest transactions in any state, in the order of their ids, as many as one batch carries.</summary>
    public IReadOnlyList<TransactionDto> Newest => _newest.Value;

    /// <summary>Alerts that are not resolved, the ones that fired last first, as many as one tick carries.</summary>
    public IReadOnlyList<AlertDto> OpenAlerts { get; }
}
