using System.ComponentModel.DataAnnotations;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Seeding;

/// <summary>Section <c>Flagging</c>: the rules <c>large_amount</c> and <c>high_velocity</c>, with which a new store begins.</summary>
/// <remarks>Read once, for a store without rules. From then on the rules are changed like all others (docs/rules.md).</remarks>
public sealed class FlaggingOptions : IValidatableObject
{
    /// <summary>
    /// A limit for each currency. A transaction whose amount reaches the limit is flagged <c>large_amount</c>; the sign does not matter.
    /// The last part of the key is the currency code, as in <c>Flagging:LargeAmounts:EUR</c>.
    /// </summary>
    /// <value>An ISO 4217 code and an amount above 0, with no more decimals than the currency has.</value>
    /// <remarks>A currency that is not listed has no limit.</remarks>
    public Dictionary<string, decimal> LargeAmounts { get; } = [];

    /// <summary>
    /// Transactions that one account may have within <see cref="VelocityWindow"/>, counted by the sender's time (<c>createdAt</c>).
    /// </summary>
    /// <remarks>Each transaction above the limit is flagged <c>high_velocity</c>.</remarks>
    [Range(1, 100)]
    public int VelocityLimit { get; set; } = 5;

    /// <summary>
    /// The time span in which the transactions of one account are counted. It ends with the transaction that is checked.
    /// </summary>
    /// <remarks>Transactions before the window are not counted.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan VelocityWindow { get; set; } = TimeSpan.FromMinutes(1);

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
