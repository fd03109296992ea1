using System.Globalization;
using CsCheck;
using Dashboard.Application.Common.Cards;
using Dashboard.Application.Simulator;

namespace Dashboard.UnitTests.Common.Cards;

public sealed class CardNumbersTests
{
    // First digits and length of cards of many networks.
    private static readonly (string First, int Length)[] Issued =
    [
        ("4", 13), ("4", 16), ("4", 19), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16), ("34", 15), ("37", 15), ("6011", 16),
        ("65", 16), ("36", 14), ("3095", 16), ("3528", 16), ("62", 17), ("62", 19), ("5018", 13), ("6304", 18), ("2200", 16), ("9792", 16),
    ];

    private static readonly Gen<string> Cards = Gen.Select(Gen.Int[0, Issued.Length - 1], Gen.Char['0', '9'].Array[19])
        .Select((i, digits) => WithCheckDigit(Issued[i].First + new string(digits)[..(Issued[i].Length - 1 - Issued[i].First.Length)]));

    // At the edge of a card number stands nothing that belongs to a number.
    private static readonly Gen<string> Words = Gen.Char["abcXYZ/#:;éß漢"].Array[0, 12].Select(c => new string(c));

    [Theory]
    [InlineData("4111111111111111", "411111******1111")]
    [InlineData("4111 1111 1111 1111", "411111******1111")]
    [InlineData("4111-1111-1111-1111", "411111******1111")]
    [InlineData("3782 822463 10005", "378282*****0005")]
    [InlineData("4222222222222", "422222***2222")]
    [InlineData("card 5555555555554444 of A. Smith", "card 555555******4444 of A. Smith")]
    [InlineData("PAN4111111111111111EXP1227", "PAN411111******1111EXP1227")]
    [InlineData("2026-11-30 4111 1111 1111 1111 12 27", "2026-11-30 411111******1111 12 27")]
    [InlineData("5555555555554444/4111111111111111", "555555******4444/411111******1111")]
    [InlineData("4111\u00a01111\u20111111 - 1111", "411111******1111")]
    [InlineData("４１１１１１１１１１１１１１１１", "411111******1111")]
    [InlineData("٤١١١١١١١١١١١١١١١", "411111******1111")]
    public void Truncated_CardNumber_KeepsTheFirstSixAndLastFourDigits(string text, string expected)
    {
        CardNumbers.Contains(text).ShouldBeTrue();
        CardNumbers.Truncated(text).ShouldBe(expected);
    }

    [Theory]
    [InlineData("4111111111111112")] // a wrong check digit
    [InlineData("411111111111111")] // Visa has no 15 digits
    [InlineData("7000000000000005")] // no issuer
    [InlineData("41111111111111110000")] // part of a longer number
    [InlineData("4111 1111\t1111 1111")]
    [InlineData("4111 x 1111 1111 1111")]
    [InlineData("GB29NWBK60161331926819")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("20261130123456789")]
    [InlineData("1796040000123")]
    [InlineData("ACC-004711")]
    [InlineData("")]
    [InlineData(null)]
    public void Contains_OtherText_IsFalse(string? text)
    {
        CardNumbers.Contains(text).ShouldBeFalse();
        CardNumbers.Truncated(text).ShouldBe(text);
    }

    [Fact]
    public void Contains_DigitsOfAnIban_OnlyBecauseItIsOne()
    {
        var (iban, card) = Enumerable.Range(0, 100_000).Select(n => Finnish(50_000_000_000_000 + n))
            .First(i => CardNumbers.Contains(i.Digits));

        CardNumbers.Contains(iban).ShouldBeFalse();
        CardNumbers.Contains("to " + string.Join(' ', iban.Chunk(4).Select(c => new string(c)))).ShouldBeFalse();
        CardNumbers.Contains("FI" + card).ShouldBeFalse();
        CardNumbers.Contains("ID" + card).ShouldBeTrue("no country");
    }

    [Fact]
    public void Truncated_AnyCardNumberInAnyText_HidesAllButTenDigits() =>
        Gen.Select(Words, Cards, Words).Sample((before, card, after) =>
        {
            var truncated = CardNumbers.Truncated(before + card + after);
            truncated.ShouldBe(before + Short(card) + after);
            CardNumbers.Contains(truncated).ShouldBeFalse();
        });

    [Fact]
    public void Truncated_OneCardNumberInTwoSpellings_IsOneText() =>
        Gen.Select(Cards, Gen.Char[" -\u00a0."].Select(c => c.ToString()), Gen.Int[1, 6]).Sample((card, separator, size) =>
        {
            var spaced = string.Join(separator, card.Chunk(size).Select(c => new string(c)));
            CardNumbers.Truncated(spaced).ShouldBe(Short(card));
        });

    [Fact]
    public void Truncated_AnyText_ChangesOnlyWhereItContainsOne() =>
        Gen.Char["0123456789 -.aA\ud83d\u0664"].Array[0, 60].Select(c => new string(c)).Sample(text =>
        {
            var truncated = CardNumbers.Truncated(text);
            (truncated != text).ShouldBe(CardNumbers.Contains(text));
            truncated!.Length.ShouldBeLessThanOrEqualTo(text.Length);
        });

    [Fact]
    public void Contains_OneWrongDigit_IsFalse() =>
        Gen.Select(Cards, Gen.Int[4, 12], Gen.Int[1, 9]).Sample((card, at, by) =>
        {
            var other = (char)('0' + (card[at] - '0' + by) % 10);
            CardNumbers.Contains(card[..at] + other + card[(at + 1)..]).ShouldBeFalse();
        });

    [Fact]
    public void Contains_SimulatedTransactions_IsFalse()
    {
        var stream = new SimulatedTransactions(5);
        for (var i = 0; i < 5_000; i++)
        {
            var item = stream.Next(TestData.Time);
            foreach (var text in (string?[])[item.Source, item.Reference, item.Account, item.Counterparty])
                CardNumbers.Contains(text).ShouldBeFalse(text);
        }
    }

    private static string Short(string card) => card[..6] + new string('*', card.Length - 10) + card[^4..];

    // Luhn, written another way than the program does.
    private static string WithCheckDigit(string digits)
    {
        var doubled = "0246813579";
        var sum = digits.Reverse().Select((d, i) => i % 2 == 0 ? doubled[d - '0'] - '0' : d - '0').Sum();
        return digits + (char)('0' + (10 - sum % 10) % 10);
    }

    private static (string Iban, string Digits) Finnish(long account)
    {
        var number = account.ToString("D14", CultureInfo.InvariantCulture);
        var check = 98 - Int128.Parse(number + "151800", CultureInfo.InvariantCulture) % 97;
        var digits = ((int)check).ToString("D2", CultureInfo.InvariantCulture) + number;
        return ("FI" + digits, digits);
    }
}
