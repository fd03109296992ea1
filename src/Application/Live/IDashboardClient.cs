using Dashboard.Application.Alerts;
using Dashboard.Application.History;

namespace Dashboard.Application.Live;

/// <summary>The methods that the server calls on a client of the hub.</summary>
public interface IDashboardClient
{
    Task ReceiveTransactionBatch(IReadOnlyList<TransactionDto> transactions);

    Task ReceiveMetricsUpdate(DashboardMetricsDto metrics);

    Task ReceiveAlert(AlertDto alert);
}
