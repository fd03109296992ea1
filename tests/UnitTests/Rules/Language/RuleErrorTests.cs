using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Reading;

namespace Dashboard.UnitTests.Rules.Language;

/// <summary>What is wrong with a text, where, and what its author may have meant.</summary>
public sealed class RuleErrorTests
{
    [Theory]
    [InlineData("amuont >= 5 EUR", 0, 6, "'amuont' is not known.", "amount")]
    [InlineData("amount >= 1000", 10, 4, "An amount needs its currency: write 1000 EUR.", "1000 EUR")]
    [InlineData("amount >= 10.001 EUR", 10, 10, "EUR has 2 decimals, so 10.001 EUR is not an amount.", null)]
    [InlineData("amount >= 5 EURO", 12, 4, "'EURO' is not a currency. Expected an ISO 4217 code such as EUR.", "EUR")]
    [InlineData("amount >= 5 min", 10, 5, "A time span is written without a space.", "5m")]
    [InlineData("amount > 1 EUR and", 18, 0, "The rule ends too early: expected a field, a number, a text or an aggregate.", null)]
    [InlineData("amount >= and source = \"x\"", 10, 3, "Expected a field, a number, a text or an aggregate, found `and`.", null)]
    [InlineData("amount > 1 EUR adn source = \"x\"", 15, 3, "Expected `and`, `or` or the end of the rule, found `adn`.", "and")]
    [InlineData("amount == 5 EUR", 7, 2, "'==' is not known.", "=")]
    [InlineData("amount > 1 EUR && source = \"x\"", 15, 2, "'&&' is not known.", "and")]
    [InlineData("source = 'x'", 9, 1, "''' is not known.", "\"")]
    [InlineData("source = \"x", 9, 2, "The text has no closing quote.", null)]
    [InlineData("source = online", 9, 6, "'online' is not a field. A text is written in quotes.", "\"online\"")]
    [InlineData("count per account > 5", 0, 17, "count needs a window.", "over 10m")]
    [InlineData("count over 10m > 5", 0, 14, "count needs to know per what it counts.", "count per account")]
    [InlineData("count per acount over 10m > 5", 10, 6, "per takes account, counterparty, source, currency.", "account")]
    [InlineData("count per account over 31d > 5", 23, 3, "A window has 1s to 30d.", "30d")]
    [InlineData("count per account over last 1001 > 5", 28, 4, "A window has the last 1 to 1000 payments.", null)]
    [InlineData("sum per account over 1h > 5 EUR", 0, 3, "sum needs a field.", "sum(amount)")]
    [InlineData("sum(source) per account over 1h > 5 EUR", 4, 6, "sum takes amount.", "sum(amount)")]
    [InlineData("sum(amount) per account over 1h > 5 EUR + 1 USD", 34, 13, "EUR and USD are never compared or added up.", null)]
    [InlineData("source is missing", 0, 17, "The source of a payment is never missing.", null)]
    [InlineData("source in list \"watchd\"", 15, 8, "There is no list \"watchd\".", "watched")]
    [InlineData("hour between 1 and 5", 0, 4, "The hour needs a time zone.", "hour in timezone \"Europe/Berlin\"")]
    [InlineData("hour in timezone \"Europe/Berln\" > 1", 17, 14, "There is no time zone \"Europe/Berln\". Expected a name such as \"Europe/Berlin\".", "Europe/Berlin")]
    [InlineData("status = faild", 9, 5, "'faild' is not a status. Known are pending, processing, completed, failed.", "failed")]
    [InlineData("amount", 0, 6, "Expected a condition, but this is an amount of money.", "amount >= 1000 EUR")]
    [InlineData("source > \"x\"", 0, 12, "A text is only compared with = and !=.", null)]
    [InlineData("first_seen per account = 1", 25, 1, "A condition cannot be compared with a number.", null)]
    [InlineData("5 > 3", 0, 5, "A comparison needs a field or an aggregate.", null)]
    [InlineData("", 0, 0, "The rule is empty.", "amount >= 1000 EUR")]
    [InlineData("amount > 5 EUR ? 1", 15, 1, "This character means nothing here.", null)]
    [InlineData("source in ()", 0, 12, "The list is empty.", null)]
    [InlineData("currency = \"EURO\"", 11, 6, "\"EURO\" is not a currency.", "EUR")]
    [InlineData("count per account over 1h where (count per account over 1h where (amount > 1 EUR) > 1) > 1", 66, 14,
        "A where within another where is not possible.", null)]
    public void Read_WrongText_SaysWhatAndWhere(string text, int position, int length, string message, string? suggestion)
    {
        Rule.Read(text, ["watched"], out var errors).ShouldBeNull();

        errors[0].ShouldBe(new RuleError(position, length, 1, position + 1, message, suggestion));
    }

    [Fact]
    public void Read_SecondLine_CountsLinesAndColumns()
    {
        Rule.Read("amount > 1 EUR # large\n  and amuont > 2 EUR", [], out var errors).ShouldBeNull();

        errors[0].ShouldBe(new RuleError(29, 6, 2, 7, "'amuont' is not known.", "amount"));
    }

    [Fact]
    public void Read_SeveralErrors_NamesEach()
    {
        Rule.Read("amuont > 1 EUR and amount > 5 and source = online", [], out var errors).ShouldBeNull();

        errors.Select(e => e.Position).ShouldBe([0, 28, 43]);
    }

    [Fact]
    public void Read_BeyondTheBounds_IsRefusedWithItsPosition()
    {
        Error(new string('(', 33) + "amount > 1 EUR" + new string(')', 33)).Position.ShouldBe(32);
        Rule.Read(new string('(', 32) + "amount > 1 EUR" + new string(')', 32), [], out _).ShouldNotBeNull();
        Error(string.Concat(Enumerable.Repeat("not ", 33)) + "amount > 1 EUR").Position.ShouldBe(32 * 4);
        Error("amount > 1 EUR" + new string(' ', 1_987)).ShouldBe(
            new RuleError(2_000, 1, 1, 2_001, "A rule has at most 2000 characters; this one has 2001.", null));
        Error(string.Join(" or ", Enumerable.Repeat("amount>1EUR", 80))).Message.ShouldBe("A rule has at most 200 parts.");
        Error(string.Join(" or ", Enumerable.Repeat("first_seen per account", 17))).Message.ShouldBe("A rule has at most 16 aggregates.");
        Error($"source in ({string.Join(",", Enumerable.Repeat("\"a\"", 101))})").Message
            .ShouldBe("A list in a rule has at most 100 items; this one has 101.");
        Error("amount > 99999999999999999999999999999999 EUR").Message.ShouldStartWith("The number has more digits");
        Error("amount > 99999999999999999 EUR").Message.ShouldBe("An amount is at most 10000000000000 EUR.");
    }

    [Fact]
    public void Read_AnyCutOfARule_NeverThrows()
    {
        const string Text = "not (sum(amount) per account, source over last 10 where (status in (failed, completed)) >= -5.5 * 3 EUR) # x";
        for (var end = 0; end <= Text.Length; end++)
            for (var start = 0; start <= end; start += 7)
                RuleReader.Read(Text[start..end], [], out _);
    }

    private static RuleError Error(string text)
    {
        Rule.Read(text, [], out var errors).ShouldBeNull();
        return errors[0];
    }
}
