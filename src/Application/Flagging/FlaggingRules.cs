using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
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
        _velocity = new VelocityCounter(_options.VelocityLimit, _options.VelocityWindow, _options.VelocityAccounts);
    }

    /// <summary>Names of the rules that hit; empty for most. Each call counts for the velocity of the account.</summary>
    public ImmutableArray<string> Evaluate(TransactionDetails details)
    {
        var large = _largeAmounts.TryGetValue(details.Amount.Currency, out var limit) && Math.Abs(details.Amount.MinorUnits) >= limit;
        bool fast;
        lock (_lock) fast = _velocity.Exceeds(details.Account, details.CreatedAt);

        return (large, fast) switch
        {
            (false, false) => [],
            (true, false) => [LargeAmount],
            (false, true) => [HighVelocity],
            (true, true) => [LargeAmount, HighVelocity],
        };
    }

    /// <summary>A sentence with the number and the limit.</summary>
    public string Describe(string rule, TransactionDetails details) => rule switch
    {
        LargeAmount => $"Amount {Written(details.Amount.MinorUnits, details.Amount.Currency)} {details.Amount.Currency} reaches the limit of "
            + $"{Written(_largeAmounts.GetValueOrDefault(details.Amount.Currency), details.Amount.Currency)}.",
        HighVelocity => string.Create(CultureInfo.InvariantCulture,
            $"More than {_options.VelocityLimit} transactions of one account within {_options.VelocityWindow.TotalSeconds:0} s."),
        _ => $"Rule {rule} hit.",
    };

    public static AlertSeverity SeverityOf(string rule) => rule == LargeAmount ? AlertSeverity.Critical : AlertSeverity.Warning;

    // With a minus instead of a hyphen: it is read by people.
    private static string Written(long minorUnits, Currency currency) =>
        Money.ToDecimal(minorUnits, currency).ToString("N" + currency.Exponent, CultureInfo.InvariantCulture).Replace('-', '\u2212');
}
