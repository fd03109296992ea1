using Dashboard.Application.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.History;

/// <summary>A transaction as clients see it, over the hub and over REST.</summary>
/// <remarks>Times are UTC; absent values are null.</remarks>
public sealed record TransactionDto : IMaskable
{
    /// <summary>Number of the change that gave this state, in the running epoch; 0 for a state read from the store.</summary>
    public required long Sequence { get; init; }

    /// <summary>13 characters, time-ordered: a later transaction has a greater id.</summary>
    public required string Id { get; init; }

    public required string? Reference { get; init; }

    public required string Source { get; init; }

    public required string Account { get; init; }

    public required string? Counterparty { get; init; }

    /// <summary>A decimal number of <see cref="Currency"/> units; negative for refunds.</summary>
    public required decimal Amount { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    public required TransactionStatus Status { get; init; }

    /// <summary>Names of the rules that flagged it.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    public required string? FailureReason { get; init; }

    /// <summary>When the payment was made, as stated by its sender.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the program received it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset? CompletedAt { get; init; }

    /// <summary>How long the gateway took, in milliseconds.</summary>
    public required long? ProcessingMs { get; init; }

    public TransactionDto Masked() =>
        this with { Account = AccountMask.Of(Account), Counterparty = AccountMask.OfCounterparty(Counterparty) };

    object IMaskable.Masked() => Masked();
}
