using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Lab;

/// <summary>A stored payment, with the fields that rules look at.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="CreatedAt">Its own time, in UTC.</param>
public readonly record struct StoredPayment(
    long Id, string Source, string Account, string? Counterparty, string? Reference, long AmountMinor, string Currency,
    TransactionStatus Status, DateTime CreatedAt)
{
    private readonly long? _place;

    /// <summary>Where it stands in the order of decisions: its id, or a higher number.</summary>
    public long Place
    {
        get => _place ?? Id;
        init => _place = value;
    }

    /// <summary>A mapping filled the account in, because the sender named none.</summary>
    public bool AccountIsFilledIn { get; init; }

    internal static StoredPayment Of(Transaction payment, long? place) => new(
        payment.Id.Value, payment.Details.Source, payment.Details.Account, payment.Details.Counterparty, payment.Details.Reference,
        payment.Details.Amount.MinorUnits, payment.Details.Amount.Currency.Code, payment.Status, payment.Details.CreatedAt.UtcDateTime)
    {
        Place = place ?? payment.Id.Value,
        AccountIsFilledIn = !payment.Details.AccountIsStated,
    };
}

/// <summary>Reads stored payments in the order of their creation.</summary>
public interface IPaymentScan
{
    /// <summary>Reads one page, and calls with each payment, on a thread that gives way to the rest of the program.</summary>
    /// <param name="first">The lowest id to read.</param>
    /// <param name="before">The first id not to read.</param>
    /// <returns>Where the next page begins; null when the range is read.</returns>
    Task<long?> PageAsync(long first, long before, Action<StoredPayment> look, CancellationToken cancellationToken);

    /// <summary>The id of the payment that has so many payments between itself and the given id; null when there are not so
    /// many.</summary>
    Task<long?> IdBeforeAsync(long id, int payments, CancellationToken cancellationToken);
}
