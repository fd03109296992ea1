using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;

namespace Dashboard.Domain.Transactions;

/// <summary>What the sender said of a payment. Never changes: a repeat under the same reference or key must have equal details.</summary>
public sealed record TransactionDetails
{
    private TransactionDetails(
        string source, string? reference, string? idempotencyKey, string account, string? counterparty, Money amount,
        DateTimeOffset createdAt)
    {
        Source = source;
        Reference = reference;
        IdempotencyKey = idempotencyKey;
        Account = account;
        Counterparty = counterparty;
        Amount = amount;
        CreatedAt = createdAt;
    }

    /// <summary>The channel or system that the payment came from; 1 … 64 characters.</summary>
    public string Source { get; }

    /// <summary>The sender's own id, unique within the source; null when the sender has none.</summary>
    public string? Reference { get; }

    /// <summary>The idempotency key of the call that sent the payment, unique within the source; null when the call had none.</summary>
    public string? IdempotencyKey { get; }

    public string Account { get; }

    /// <summary>False when the account is only a text that was filled in for a missing one: rules about an account do not count
    /// it.</summary>
    /// <remarks>Known while the transaction is taken in; it is not stored.</remarks>
    public bool AccountIsStated { get; init; } = true;

    public string? Counterparty { get; }

    public Money Amount { get; }

    /// <summary>When the payment was made, as the sender says; UTC, to the microsecond.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <exception cref="DomainException">A text is blank or too long.</exception>
    public static TransactionDetails Create(
        string source, string? reference, string? idempotencyKey, string account, string? counterparty, Money amount,
        DateTimeOffset createdAt) =>
        new(
            Text(source, "source", Transaction.MaxSourceLength),
            reference is null ? null : Text(reference, "reference", Transaction.MaxReferenceLength),
            idempotencyKey is null ? null : Text(idempotencyKey, "idempotency key", Transaction.MaxReferenceLength),
            Text(account, "account", Transaction.MaxAccountLength),
            counterparty is null ? null : Text(counterparty, "counterparty", Transaction.MaxCounterpartyLength),
            amount,
            createdAt.WholeMicroseconds());

    /// <summary>Names of the fields whose values differ, as they are on the wire; empty when there are none.</summary>
    /// <remarks>The idempotency key is not compared: it belongs to the call and not to the payment.</remarks>
    public IReadOnlyList<string> DifferencesFrom(TransactionDetails other)
    {
        var differences = new List<string>();
        if (Reference != other.Reference) differences.Add("reference");
        if (Account != other.Account) differences.Add("account");
        if (Counterparty != other.Counterparty) differences.Add("counterparty");
        if (Amount.MinorUnits != other.Amount.MinorUnits) differences.Add("amount");
        if (Amount.Currency != other.Amount.Currency) differences.Add("currency");
        if (CreatedAt != other.CreatedAt) differences.Add("createdAt");
        return differences;
    }

    // Which characters a caller may use is decided where the text is read (TextRules): a store may hold texts from before that rule.
    private static string Text(string value, string field, int maxLength) =>
        !string.IsNullOrWhiteSpace(value) && value.Length <= maxLength
            ? value
            : throw new DomainException($"The {field} must have 1 to {maxLength} characters.");
}
