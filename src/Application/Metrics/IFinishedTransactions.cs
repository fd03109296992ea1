using Dashboard.Application.Metrics.Windows;

namespace Dashboard.Application.Metrics;

/// <summary>Reads the ends of transactions, for the windows at start.</summary>
public interface IFinishedTransactions
{
    /// <summary>The ends at <paramref name="since"/> or later, in any order.</summary>
    IAsyncEnumerable<TransactionEnd> FinishedSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
