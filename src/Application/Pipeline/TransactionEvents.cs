using Dashboard.Domain.Transactions;
using MediatR;

namespace Dashboard.Application.Pipeline;

/// <summary>A new transaction is stored, and waits for the gateway.</summary>
public sealed record TransactionAccepted(Transaction Transaction) : INotification;

/// <summary>The gateway has it.</summary>
public sealed record TransactionStarted(Transaction Transaction) : INotification;

/// <summary>It ended, as Completed or Failed; published once for every transaction of the running process that ends.</summary>
public sealed record TransactionCompleted(Transaction Transaction) : INotification
{
    /// <summary>The end is in the store already, because its sender waited for that.</summary>
    public bool IsStored { get; init; }
}
