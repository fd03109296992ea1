using Dashboard.Domain.Currencies;

namespace Dashboard.UnitTests.Domain;

public sealed class CurrencyNumberTests
{
    [Theory]
    [InlineData(978, "EUR")]
    [InlineData(840, "USD")]
    [InlineData(826, "GBP")]
    [InlineData(392, "JPY")]
    [InlineData(756, "CHF")]
    [InlineData(36, "AUD")]
    [InlineData(276, "DEM")]
    [InlineData(414, "KWD")]
    public void TryFromNumber_CodeOfIso4217_IsItsCurrency(int number, string code)
    {
        Currency.TryFromNumber(number, out var currency).ShouldBeTrue();
        currency.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(959)]
    public void TryFromNumber_NotAPaymentCurrency_IsFalse(int number) => Currency.TryFromNumber(number, out _).ShouldBeFalse();

    [Theory]
    [InlineData("DEM", 2)]
    [InlineData("ITL", 0)]
    [InlineData("LTL", 2)]
    public void TryFromCode_WithdrawnCode_IsStillRead(string code, int exponent) => Currency.FromCode(code).Exponent.ShouldBe(exponent);
}
