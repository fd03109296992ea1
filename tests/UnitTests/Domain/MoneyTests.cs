using CsCheck;
using Dashboard.Domain.Currencies;

namespace Dashboard.UnitTests.Domain;

public sealed class MoneyTests
{
    private static readonly Gen<Currency> AnyCurrency = Gen.Int[1, Currency.IndexCount - 1].Select(Currency.FromIndex);

    [Fact]
    public void FromDecimal_AnyMinorUnits_GivesThemBackExactly() =>
        Gen.Select(Gen.Long[-Money.MaxMinorUnits, Money.MaxMinorUnits], AnyCurrency).Sample((units, currency) =>
        {
            var money = Money.FromMinorUnits(units, currency);

            Money.TryFromDecimal(money.Amount, currency, out var back, out _).ShouldBeTrue();
            back.ShouldBe(money);
            money.Amount.Scale.ShouldBe((byte)currency.Exponent);
        });

    [Theory]
    [InlineData("JPY", "1.5")]
    [InlineData("USD", "1.005")]
    [InlineData("KWD", "0.0001")]
    [InlineData("CLF", "0.00001")]
    public void TryFromDecimal_MoreDecimalsThanTheCurrencyHas_IsRefusedNotRounded(string code, string amount)
    {
        Money.TryFromDecimal(
            decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Currency.FromCode(code), out _, out var error)
            .ShouldBeFalse();
        error!.ShouldContain(code);
    }

    [Fact]
    public void TryFromDecimal_TrailingZeros_AreNoDecimals() =>
        Money.FromDecimal(5.000m, Currency.FromCode("JPY")).MinorUnits.ShouldBe(5);

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("10000000000000.01")]
    public void TryFromDecimal_OutOfRange_IsRefused(string amount) =>
        Money.TryFromDecimal(
            decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Currency.FromCode("USD"), out _, out _)
            .ShouldBeFalse();

    [Theory]
    [InlineData("JPY", 0)]
    [InlineData("VND", 0)]
    [InlineData("USD", 2)]
    [InlineData("MGA", 2)]
    [InlineData("MRU", 2)]
    [InlineData("KWD", 3)]
    [InlineData("TND", 3)]
    [InlineData("CLF", 4)]
    [InlineData("UYW", 4)]
    public void Exponent_OfIso4217_IsAsPublished(string code, int exponent) => Currency.FromCode(code).Exponent.ShouldBe(exponent);

    [Fact]
    public void Table_Codes_AreUniqueAndComplete()
    {
        var codes = Enumerable.Range(1, Currency.IndexCount - 1).Select(i => Currency.FromIndex(i).Code).ToList();

        codes.Distinct().Count().ShouldBe(codes.Count);
        codes.ShouldAllBe(c => c.Length == 3 && c.All(char.IsAsciiLetterUpper));
        // List one has 166 codes that have a minor unit; withdrawn ones are kept for history.
        codes.Count.ShouldBeInRange(200, 240);
    }

    [Theory]
    [InlineData("usd")]
    [InlineData("XXX")]
    [InlineData("XAU")]
    [InlineData("")]
    [InlineData(null)]
    public void TryFromCode_NotAPaymentCurrency_IsFalse(string? code) => Currency.TryFromCode(code, out _).ShouldBeFalse();
}
