using System.Globalization;
using CsCheck;
using Dashboard.Infrastructure.Replay.Rows.Fields;

namespace Dashboard.UnitTests.Replay.Formats;

public sealed class AmountTests : IDisposable
{
    private readonly RecordedReplay _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("(12.50)", "-12.50")]
    [InlineData("-$12.50", "-12.50")]
    [InlineData("$-12.50", "-12.50")]
    [InlineData("$ 12.50", "12.50")]
    [InlineData("- $220.00", "-220.00")]
    [InlineData("($12.50)", "-12.50")]
    [InlineData("$(12.50)", "-12.50")]
    [InlineData("12.50-", "-12.50")]
    [InlineData("12.50 -", "-12.50")]
    [InlineData("+12.50", "12.50")]
    [InlineData("\u221212.50", "-12.50")]
    [InlineData("US$ 12.50", "12.50")]
    [InlineData("12.50€", "12.50")]
    [InlineData("EUR -12.50", "-12.50")]
    [InlineData("-12.50 eur", "-12.50")]
    [InlineData("£12", "12")]
    [InlineData(".5", "0.5")]
    [InlineData("0.00", "0")]
    [InlineData("-0.00", "0")]
    public async Task ReplayAsync_SignsAndCurrencySigns_AreRead(string written, string expected) =>
        (await AmountOfAsync(written)).ShouldBe(decimal.Parse(expected, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("--12.50")]
    [InlineData("-(12.50)")]
    [InlineData("-12.50-")]
    [InlineData("$12.50 EUR")]
    [InlineData("$")]
    [InlineData("-")]
    [InlineData("()")]
    [InlineData("(12.50")]
    [InlineData("1e3")]
    [InlineData("12 50")]
    [InlineData("1,234.50")]
    [InlineData("USD 12.50")]
    [InlineData("Pending")]
    [InlineData("0x10")]
    [InlineData("12345678901234567890.1234567890123")]
    public async Task ReplayAsync_NoAmount_IsRejected(string written)
    {
        var summary = await _bench.ReplayAsync(Bank(written), BankMapping.Text());

        summary.Rejected.ShouldBe(1);
        _bench.Mediator.Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(",", ".", "1.234,56", "1234.56")]
    [InlineData(",", ".", "-1.234.567,8 €", "-1234567.8")]
    [InlineData(",", ".", "12,50", "12.50")]
    [InlineData(",", ".", "1.234", "1234")]
    [InlineData(",", null, "1234,56", "1234.56")]
    [InlineData(".", ",", "1,234.50", "1234.50")]
    [InlineData(".", ",", "12,34,567.00", "1234567")]
    [InlineData(".", "'", "1'234.50", "1234.50")]
    [InlineData(".", "'", "1\u2019234.50", "1234.50")]
    [InlineData(",", " ", "1 234,50", "1234.50")]
    [InlineData(",", " ", "1\u00A0234,50", "1234.50")]
    [InlineData(",", " ", "1\u202F234\u202F567,50 EUR", "1234567.50")]
    public async Task ReplayAsync_NumbersOfOtherCountries_AreRead(string sign, string? thousands, string written, string expected) =>
        (await AmountOfAsync(written, Numbers(sign, thousands))).ShouldBe(decimal.Parse(expected, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(",", ".", "12.50")]
    [InlineData(",", ".", "1.23,50")]
    [InlineData(",", ".", "1.2345,00")]
    [InlineData(",", ".", "1,234.56")]
    [InlineData(".", ",", "12,50")]
    [InlineData(".", ",", ",500")]
    [InlineData(".", ",", "1234,500.00")]
    public async Task ReplayAsync_GroupsThatAreNone_AreRejectedInsteadOfMultiplied(string sign, string? thousands, string written)
    {
        var summary = await _bench.ReplayAsync(Bank(written), BankMapping.Text(Numbers(sign, thousands)));

        summary.Rejected.ShouldBe(1);
    }

    [Theory]
    [InlineData("\"decimal\": \";\",", "decimal")]
    [InlineData("\"thousands\": \".\",", "thousands")]
    [InlineData("\"thousands\": \"x\",", "thousands")]
    [InlineData("\"decimal\": \"\",", "decimal")]
    [InlineData("\"delimiter\": \"ab\",", "delimiter")]
    [InlineData("\"delimiter\": \"\\\"\",", "delimiter")]
    [InlineData("\"skip\": -1,", "skip")]
    [InlineData("\"zone\": \"Mars/Olympus\",", "zone")]
    [InlineData("\"values\": { \"amount\": {} },", "values.amount")]
    [InlineData("\"values\": { \"status\": { \"x\": \"Done\" } },", "values.status 'x'")]
    [InlineData("\"values\": { \"sign\": { \"x\": \"minus\" } },", "values.sign 'x'")]
    [InlineData("\"process\": true, \"status\": \"{Payee}\",", "process")]
    public void Load_WrongKey_NamesIt(string keys, string expected) => BankMapping.ErrorOf(keys).ShouldContain(expected);

    [Theory]
    [InlineData("{}")]
    [InlineData("{ \"text\": \"{Amount}\", \"debit\": \"{Amount}\" }")]
    [InlineData("{ \"debit\": \"{Amount}\", \"sign\": \"{Payee}\" }")]
    public void Load_AmountOfTwoKinds_NamesIt(string amount) => BankMapping.ErrorOf(amount: amount).ShouldContain("amount");

    [Theory]
    [InlineData("30.00", "", "-30.00")]
    [InlineData("-30.00", "", "-30.00")]
    [InlineData("40.00", "0.00", "-40.00")]
    [InlineData("", "30.00", "30.00")]
    [InlineData("0.00", "30.00", "30.00")]
    [InlineData("0", "+30.00", "30.00")]
    [InlineData("-", "30.00", null)]
    [InlineData("40.00", "30.00", null)]
    [InlineData("0.00", "0.00", null)]
    [InlineData("", "", null)]
    [InlineData("", "-30.00", null)]
    [InlineData("x", "30.00", null)]
    public async Task ReplayAsync_DebitAndCredit_GiveTheSign(string debit, string credit, string? expected)
    {
        var summary = await _bench.ReplayAsync(
            $"Date,Account,Payee,Debit,Credit,Currency\n2026-01-02,A1,z,{debit},{credit},EUR\n",
            BankMapping.Text(amount: "{ \"debit\": \"{Debit}\", \"credit\": \"{Credit}\" }"));

        if (expected is null) summary.Rejected.ShouldBe(1);
        else _bench.Mediator.Amounts.ShouldBe([decimal.Parse(expected, CultureInfo.InvariantCulture)]);
    }

    [Theory]
    [InlineData("Debit", "-12.50")]
    [InlineData("credit", "12.50")]
    [InlineData("S", null)]
    [InlineData("", null)]
    public async Task ReplayAsync_WordForTheDirection_GivesTheSign(string word, string? expected)
    {
        var summary = await _bench.ReplayAsync(
            $"Date,Account,Payee,Amount,Type,Currency\n2026-01-02,A1,z,12.50,{word},EUR\n",
            BankMapping.Text(
                "\"values\": { \"sign\": { \"Debit\": \"-\", \"Credit\": \"+\" } },",
                "{ \"text\": \"{Amount}\", \"sign\": \"{Type}\" }"));

        if (expected is null) summary.Rejected.ShouldBe(1);
        else _bench.Mediator.Amounts.ShouldBe([decimal.Parse(expected, CultureInfo.InvariantCulture)]);
    }

    [Fact]
    public async Task ReplayAsync_Negate_TurnsTheSign() =>
        (await AmountOfAsync("-12.50", amount: "{ \"text\": \"{Amount}\", \"negate\": true }")).ShouldBe(12.50m);

    [Theory]
    [InlineData("cad", "CAD")]
    [InlineData(" Eur ", "EUR")]
    [InlineData("978", "EUR")]
    [InlineData("036", "AUD")]
    [InlineData("DEM", "DEM")]
    [InlineData("Euro", "EUR")]
    [InlineData("€", "EUR")]
    [InlineData("", "EUR")]
    [InlineData("000", "000")]
    public async Task ReplayAsync_Currency_IsReadAsFilesWriteIt(string written, string expected)
    {
        await _bench.ReplayAsync(
            $"{BankMapping.Heading}2026-01-02,A1,x,12.50,{written}\n",
            BankMapping.Text("\"values\": { \"currency\": { \"euro\": \"EUR\", \"€\": \"EUR\" } },"));

        _bench.Mediator.Items.ShouldHaveSingleItem().Currency.ShouldBe(expected);
    }

    [Fact]
    public void Parse_AnyText_DoesNotThrow() => Gen.String.Sample(text => _ = AmountText.Parse(text, "$"));

    private static string Bank(string amount) => $"{BankMapping.Heading}2026-01-02,A1,x,\"{amount}\",EUR\n";

    private static string Numbers(string sign, string? thousands) =>
        $"\"decimal\": \"{sign}\", " + (thousands is null ? "" : $"\"thousands\": \"{thousands}\",");

    private async Task<decimal> AmountOfAsync(string written, string keys = "", string amount = "\"{Amount}\"")
    {
        var summary = await _bench.ReplayAsync(Bank(written), BankMapping.Text(keys, amount));
        summary.Reasons.ShouldBeEmpty();
        return _bench.Mediator.Amounts.Single();
    }
}
