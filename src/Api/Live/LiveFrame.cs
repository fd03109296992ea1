using Dashboard.Application.Alerts;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.Application.Transactions;

namespace Dashboard.Api.Live;

/// <summary>What one tick sends; the same object for every client.</summary>
internal sealed record LiveFrame(IReadOnlyList<TransactionDto> Transactions, DashboardMetricsDto Metrics, IReadOnlyList<AlertDto> Alerts)
{
    public async Task SendAsync(IDashboardClient client)
    {
        if (Transactions.Count > 0) await client.ReceiveTransactionBatch(Transactions);
        await client.ReceiveMetricsUpdate(Metrics);
        foreach (var alert in Alerts) await client.ReceiveAlert(alert);
    }
}
