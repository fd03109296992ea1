using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;

namespace Dashboard.Infrastructure.Gateway;

/// <summary>Somebody else carries the payments out, and reports how each one ended. Nothing is held in memory for those that wait.</summary>
internal sealed class ExternalGateway : IPaymentGateway
{
    public Task<GatewayOutcome?> ProcessAsync(Transaction transaction, CancellationToken cancellationToken) =>
        Task.FromResult<GatewayOutcome?>(null);
}
