using System.Globalization;
using System.Numerics;
using System.Text.Json;
using CsCheck;
using Dashboard.Api.Common.Bodies;
using Dashboard.Application.Common;

namespace Dashboard.UnitTests.Common;

public sealed class AmountReaderTests
{
    private static readonly BigInteger Max = BigInteger.Pow(2, 96) - 1;
    private static readonly JsonSerializerOptions Json = new() { Converters = { new ExactDecimalConverter() } };

    private static readonly Gen<(string Whole, string Fraction, int? Exponent, bool IsNegative)> AnyNumber = Gen.Select(
        Digits(0, 32), Digits(0, 40), Gen.Int[-45, 45].Nullable(), Gen.Bool);

    [Fact]
    public void TryRead_AnyNumber_IsExactOrRefused() => AnyNumber.Sample((whole, fraction, exponent, isNegative) =>
    {
        if (whole.Length + fraction.Length == 0) return;
        var text = $"{(isNegative ? "-" : "")}{whole}{(fraction.Length > 0 ? "." + fraction : "")}{(exponent is { } e ? "e" + e : "")}";
        var (digits, scale) = Reduced(BigInteger.Parse("0" + whole + fraction, CultureInfo.InvariantCulture),
            fraction.Length - (exponent ?? 0));

        var isRead = AmountReader.TryRead(text, out var amount, out var error);

        isRead.ShouldBe(scale <= 28 && digits * BigInteger.Pow(10, Math.Max(0, -scale)) <= Max, text);
        if (isRead) Reduced(BigInteger.Abs(Unscaled(amount)), amount.Scale).ShouldBe((digits, digits.IsZero ? 0 : scale), text);
        else error.ShouldBe(AmountReader.TooManyDigits);
    }, iter: 200_000);

    [Fact]
    public void TryRead_AnyDecimal_IsTheSameInJsonAndText() => Gen.Decimal.Sample(value =>
    {
        var text = value.ToString(CultureInfo.InvariantCulture);

        AmountReader.TryRead(text, out var read, out _).ShouldBeTrue();
        read.ShouldBe(value);
        JsonSerializer.Deserialize<decimal>(text, Json).ShouldBe(value);
    });

    [Theory]
    [InlineData("1e-30")]
    [InlineData("12.5000000000000000000000000000001")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("1e29")]
    [InlineData("1e999999999999")]
    [InlineData("1e-999999999999")]
    public void TryRead_MoreDigitsThanADecimalHolds_IsRefused(string text)
    {
        AmountReader.TryRead(text, out _, out var error).ShouldBeFalse();
        error.ShouldBe(AmountReader.TooManyDigits);
        Should.Throw<UnreadableValueException>(() =>
            JsonSerializer.Deserialize<decimal>(text, Json)).Message.ShouldBe(AmountReader.TooManyDigits);
    }

    [Theory]
    [InlineData("12.5000000000000000000000000000000000", "12.5")]
    [InlineData("0e-99999", "0")]
    [InlineData("-0.000000000000000000000000000000000000", "0")]
    [InlineData("1250e-2", "12.5")]
    [InlineData("+1.25E1", "12.5")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("100000000000000000000000000000000e-30", "100")]
    public void TryRead_ZerosAndExponents_AreTheSameNumber(string text, string number)
    {
        AmountReader.TryRead(text, out var amount, out _).ShouldBeTrue();
        amount.ShouldBe(decimal.Parse(number, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1,5")]
    [InlineData("1 000")]
    [InlineData("--1")]
    [InlineData("1e")]
    [InlineData("1.2.3")]
    [InlineData("１２")]
    [InlineData("NaN")]
    [InlineData(" 1")]
    [InlineData("0x1")]
    public void TryRead_NoNumber_IsRefused(string text)
    {
        AmountReader.TryRead(text, out _, out var error).ShouldBeFalse();
        error.ShouldBe(AmountReader.Requirement);
    }

    private static Gen<string> Digits(int min, int max) => Gen.Char["0000123456789"].Array[min, max].Select(d => new string(d));

    private static (BigInteger Digits, int Scale) Reduced(BigInteger digits, int scale)
    {
        if (digits.IsZero) return (0, 0);
        for (; digits % 10 == 0; scale--) digits /= 10;
        return (digits, scale);
    }

    private static BigInteger Unscaled(decimal amount)
    {
        var bits = decimal.GetBits(amount);
        return (new BigInteger((uint)bits[2]) << 64) + (new BigInteger((uint)bits[1]) << 32) + (uint)bits[0];
    }
}
