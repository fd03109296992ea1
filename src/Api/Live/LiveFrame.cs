using Dashboard.Application.Alerts;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.Application.Transactions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Dashboard.Api.Live;

/// <summary>What one tick sends: the calls of <see cref="IDashboardClient"/> as messages, each serialised once for all clients.</summary>
internal sealed class LiveFrame
{
    public LiveFrame(IReadOnlyList<TransactionDto> transactions, DashboardMetricsDto metrics, IReadOnlyList<AlertDto> alerts)
    {
        var messages = new List<SerializedHubMessage>(2 + alerts.Count);
        if (transactions.Count > 0) messages.Add(Call(nameof(IDashboardClient.ReceiveTransactionBatch), transactions));
        messages.Add(Call(nameof(IDashboardClient.ReceiveMetricsUpdate), metrics));
        foreach (var alert in alerts) messages.Add(Call(nameof(IDashboardClient.ReceiveAlert), alert));
        Messages = messages;
    }

    public IReadOnlyList<SerializedHubMessage> Messages { get; }

    private static SerializedHubMessage Call(string method, object argument) => new(new InvocationMessage(method, [argument]));
}
