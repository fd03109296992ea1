using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Pipeline;

/// <summary>Decides how a transaction ends.</summary>
public interface IPaymentGateway
{
    /// <summary>Carries the payment out. The transaction's id is the idempotency key: asked twice, it answers the same.</summary>
    /// <returns>
    /// Null when the outcome will be reported later, by <c>ReportOutcome</c>: the transaction stays Processing until then.
    /// </returns>
    /// <exception cref="OperationCanceledException">The process stops; the outcome is unknown and will be asked for again.</exception>
    Task<GatewayOutcome?> ProcessAsync(Transaction transaction, CancellationToken cancellationToken);
}

/// <param name="FailureReason">A name such as <c>insufficient_funds</c>; null for success.</param>
public readonly record struct GatewayOutcome(string? FailureReason);
