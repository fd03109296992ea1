using Dashboard.Application.Alerts;
using Dashboard.Application.History;
using Dashboard.Application.Metrics;

namespace Dashboard.Application.Live;

/// <summary>What the server calls on a client of the hub.</summary>
public interface IDashboardClient
{
    Task ReceiveTransactionBatch(IReadOnlyList<TransactionDto> transactions);

    Task ReceiveMetricsUpdate(DashboardMetricsDto metrics);

    Task ReceiveAlert(AlertDto alert);
}
