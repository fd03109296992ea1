using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Dashboard.Application.Rules.Seeding;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Flagging;

/// <summary>The rules that find a transaction suspicious, and what they say to a person. Safe for any number of threads.</summary>
public sealed class FlaggingRules
{
    public const string LargeAmount = "large_amount";
    public const string HighVelocity = "high_velocity";

    private readonly Dictionary<Currency, long> _largeAmounts;
    private readonly FlaggingOptions _options;
    private readonly Lock _lock = new();
    private readonly VelocityCounter _velocity;

    public FlaggingRules(IOptions<FlaggingOptions> options)
    {
        _options = options.Value;
        _largeAmounts = _options.LargeAmounts.ToDictionary(
            l => Currency.FromCode(l.Key), l => Money.FromDecimal(l.Value, Currency.FromCode(l.Key)).MinorUnits);
        _velocity = new VelocityCounter(_options.VelocityLimit, _options.VelocityWindow, 100_000);
    }

    /// <summary>Names of the rules that hit; empty for most. Changes nothing: the same question gets the same answer.</summary>
    public ImmutableArray<string> Evaluate(TransactionDetails details)
    {
        var large = _largeAmounts.TryGetValue(details.Amount.Currency, out var limit) && Math.Abs(details.Amount.MinorUnits) >= limit;
        var fast = false;
        if (details.AccountIsStated) lock (_lock) fast = _velocity.Exceeds(details.Account, OccurrenceOf(details));

        return (large, fast) switch
        {
            (false, false) => [],
            (true, false) => [LargeAmount],
            (false, true) => [HighVelocity],
            (true, true) => [LargeAmount, HighVelocity],
        };
    }

    /// <summary>A payment is on its way to the store: it counts for those after it, until <see cref="Settle"/> says how that
    /// ended.</summary>
    /// <remarks>Without it, payments of one batch, or of chunks that are stored at the same time, would not see each other.</remarks>
    public void Expect(TransactionDetails details)
    {
        if (!details.AccountIsStated) return;
        lock (_lock) _velocity.Expect(details.Account, OccurrenceOf(details));
    }

    /// <summary>Called once for each expected payment. Only one that was stored as new goes on counting for its account.</summary>
    public void Settle(TransactionDetails details, bool isStored)
    {
        if (!details.AccountIsStated) return;
        lock (_lock) _velocity.Settle(details.Account, OccurrenceOf(details), isStored);
    }

    /// <summary>A sentence with the number and the limit.</summary>
    public string Describe(string rule, TransactionDetails details) => rule switch
    {
        LargeAmount =>
            $"Amount {Written(details.Amount.MinorUnits, details.Amount.Currency)} {details.Amount.Currency} reaches the limit of "
            + $"{Written(_largeAmounts.GetValueOrDefault(details.Amount.Currency), details.Amount.Currency)}.",
        HighVelocity => string.Create(CultureInfo.InvariantCulture,
            $"More than {_options.VelocityLimit} transactions of one account within {_options.VelocityWindow.TotalSeconds:0} s."),
        _ => $"Rule {rule} hit.",
    };

    public static AlertSeverity SeverityOf(string rule) => rule == LargeAmount ? AlertSeverity.Critical : AlertSeverity.Warning;

    // A reference identifies a payment within its source, and so does the key of the call when there is no reference.
    private static Occurrence OccurrenceOf(TransactionDetails details) => new(
        details.CreatedAt.UtcTicks,
        (details.Reference ?? details.IdempotencyKey) is { } name ? HashCode.Combine(details.Source, name) | 1 : 0);

    // With a minus instead of a hyphen: it is read by people.
    private static string Written(long minorUnits, Currency currency) =>
        Money.ToDecimal(minorUnits, currency).ToString("N" + currency.Exponent, CultureInfo.InvariantCulture).Replace('-', '\u2212');
}
