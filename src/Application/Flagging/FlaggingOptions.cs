using System.ComponentModel.DataAnnotations;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Flagging;

/// <summary>Section <c>Flagging</c>: when a transaction is suspicious.</summary>
public sealed class FlaggingOptions : IValidatableObject
{
    /// <summary>Amounts, by currency code, from which on a transaction is flagged <c>large_amount</c>, whatever its sign.</summary>
    /// <value>Decimal units of the currency, above 0. A currency that is not listed has no limit.</value>
    public Dictionary<string, decimal> LargeAmounts { get; } = [];

    /// <summary>More transactions of one account than this within <see cref="VelocityWindow"/> are flagged <c>high_velocity</c>.</summary>
    /// <value>1 … 100; default 5. Counted by the time that the sender gave.</value>
    [Range(1, 100)]
    public int VelocityLimit { get; set; } = 5;

    /// <value>1 s … 1 day; default 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan VelocityWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Accounts whose recent payments are remembered. When there are more, the accounts unseen for longest are dropped.</summary>
    /// <value>100 … 10,000,000; default 100,000 (about 25 MB when full).</value>
    [Range(100, 10_000_000)]
    public int VelocityAccounts { get; set; } = 100_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (code, limit) in LargeAmounts)
        {
            if (!Currency.TryFromCode(code, out var currency))
                yield return new ValidationResult($"Flagging:LargeAmounts:{code} is not an ISO 4217 code.");
            else if (limit <= 0 || !Money.TryFromDecimal(limit, currency, out _, out _))
                yield return new ValidationResult($"Flagging:LargeAmounts:{code} must be a positive amount of {code}, not {limit}.");
        }
    }
}
