using System.Globalization;
using Dashboard.Domain.Common;

namespace Dashboard.Domain.Currencies;

/// <summary>An amount: an integer number of minor units of one currency. Negative for refunds and reversals; zero is allowed.</summary>
public readonly record struct Money
{
    /// <value>10^15 minor units, ten trillion of a two-decimal currency: exact in a JSON number, and sums stay in range.</value>
    public const long MaxMinorUnits = 1_000_000_000_000_000;

    private static readonly decimal[] Scales = [1m, 10m, 100m, 1_000m, 10_000m];

    private Money(long minorUnits, Currency currency)
    {
        MinorUnits = minorUnits;
        Currency = currency;
    }

    public long MinorUnits { get; }

    public Currency Currency { get; }

    /// <summary>The amount as a decimal number: 12.34 for 1234 minor units of USD, with as many decimals as the currency has.</summary>
    public decimal Amount => ToDecimal(MinorUnits, Currency);

    /// <exception cref="DomainException">Beyond <see cref="MaxMinorUnits"/>.</exception>
    public static Money FromMinorUnits(long minorUnits, Currency currency) =>
        Math.Abs(decimal.CreateChecked(minorUnits)) <= MaxMinorUnits && currency.Exponent >= 0
            ? new Money(minorUnits, currency)
            : throw new DomainException($"{minorUnits} minor units are out of range (± {MaxMinorUnits}).");

    /// <summary>Converts an amount. More decimals than the currency has are refused, never rounded. Trailing zeros do not count.</summary>
    /// <param name="error">What is wrong with the amount, as a sentence for the sender; null on success.</param>
    public static bool TryFromDecimal(decimal amount, Currency currency, out Money money, out string? error)
    {
        money = default;
        var scale = Scales[currency.Exponent];
        if (Math.Abs(amount) > MaxMinorUnits / scale)
        {
            var max = MaxMinorUnits / scale;
            error = string.Create(CultureInfo.InvariantCulture, $"must be between -{max} and {max} {currency.Code}");
            return false;
        }

        var scaled = amount * scale;
        if (decimal.Truncate(scaled) != scaled)
        {
            error = $"has more than the {currency.Exponent} decimals of {currency.Code}";
            return false;
        }

        money = new Money((long)scaled, currency);
        error = null;
        return true;
    }

    /// <exception cref="DomainException">Too many decimals, or out of range.</exception>
    public static Money FromDecimal(decimal amount, Currency currency) =>
        TryFromDecimal(amount, currency, out var money, out var error) ? money : throw new DomainException($"The amount {error}.");

    /// <summary>The decimal number of a sum in minor units, which may be beyond <see cref="MaxMinorUnits"/>.</summary>
    public static decimal ToDecimal(Int128 minorUnits, Currency currency)
    {
        // Dividing by 100m keeps the scale only when it has to; adding a zero of the wanted scale makes 5 print as 5.00.
        var zeroOfScale = new decimal(0, 0, 0, isNegative: false, (byte)currency.Exponent);
        return (decimal)minorUnits / Scales[currency.Exponent] + zeroOfScale;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency.Code}");
}
