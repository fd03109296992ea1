using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Profiles;

/// <summary>Counts payments, and their money by currency.</summary>
internal sealed class PartTally
{
    private readonly Dictionary<string, ProfileAmount> _amounts = [];

    public long Payments { get; private set; }

    public long Failed { get; private set; }

    public void Add(Transaction payment)
    {
        Payments++;
        if (payment.Status == TransactionStatus.Failed) Failed++;
        var (amount, currency) = (payment.Details.Amount.Amount, payment.Details.Amount.Currency.Code);
        var sum = _amounts.GetValueOrDefault(currency) ?? new ProfileAmount(currency, 0, 0, 0, null);
        sum = sum with { Payments = sum.Payments + 1 };
        if (payment.Status == TransactionStatus.Completed)
        {
            sum = sum with
            {
                Paid = sum.Paid + decimal.Max(amount, 0),
                Refunded = sum.Refunded + decimal.Min(amount, 0),
                Largest = decimal.Max(sum.Largest ?? amount, amount),
            };
        }

        _amounts[currency] = sum;
    }

    /// <summary>By currency, the one with most payments first.</summary>
    public IReadOnlyList<ProfileAmount> Amounts() =>
        [.. _amounts.Values.OrderByDescending(a => a.Payments).ThenBy(a => a.Currency, StringComparer.Ordinal)];
}
