using System.Text;
using Dashboard.Infrastructure.Replay;
using Dashboard.Infrastructure.Replay.Rows;

namespace Dashboard.UnitTests.Replay.Formats;

/// <summary>Encodings, delimiters and lines before the heading.</summary>
public sealed class FileFormatTests : IDisposable
{
    private const string Heading = "Date,Account,Payee,Amount,Currency\n";

    private readonly RecordedReplay _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task ReplayAsync_BytesThatAreNotUtf8_StopsBeforeTheFirstRowAndNamesTheLine()
    {
        var content = Encoding.Latin1.GetBytes(
            Heading + "2026-01-02,KTO-A,x,12.50,EUR\n2026-01-02,KTO-Ä,x,12.50,EUR\n2026-01-02,KTO-Ö,x,12.50,EUR\n");

        var failure = await Should.ThrowAsync<ReplayException>(() => _bench.ReplayAsync(content, BankMapping.Text()));

        failure.Message.ShouldContain("line 3");
        failure.Message.ShouldContain("utf-8");
        failure.Message.ShouldContain("\"encoding\"");
        _bench.Mediator.Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("windows-1252", "KTO-Ä", "€")]
    [InlineData("iso-8859-15", "KTO-Ö", "€")]
    [InlineData("windows-1250", "KTO-Ł", "Ž")]
    [InlineData("shift_jis", "口座", "カ")]
    [InlineData("iso-8859-1", "KTO-Ä", "é")]
    [InlineData("utf-16", "KTO-Ä", "€")]
    public async Task ReplayAsync_EncodingOfTheMapping_KeepsTheTexts(string encoding, string account, string payee)
    {
        var content = FileText.Find(encoding)!.GetBytes(Heading + $"2026-01-02,{account},{payee},12.50,EUR\n");

        await _bench.ReplayAsync(content, BankMapping.Text($"\"encoding\": \"{encoding}\","));

        var item = _bench.Mediator.Items.ShouldHaveSingleItem();
        (item.Account, item.Counterparty).ShouldBe((account, payee));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task ReplayAsync_ByteOrderMark_WinsOverTheMapping(string encoding)
    {
        var text = FileText.Find(encoding)!;
        byte[] content = [.. text.GetPreamble(), .. text.GetBytes(Heading + "2026-01-02,KTO-Ä,x,12.50,EUR\n")];

        await _bench.ReplayAsync(content, BankMapping.Text("\"encoding\": \"windows-1250\","));

        _bench.Mediator.Items.ShouldHaveSingleItem().Account.ShouldBe("KTO-Ä");
    }

    [Fact]
    public async Task ReplayAsync_CharacterCutOffAtTheEnd_Stops() =>
        (await Should.ThrowAsync<ReplayException>(() => _bench.ReplayAsync([.. Encoding.UTF8.GetBytes(Heading), 0xC3], BankMapping.Text())))
            .Message.ShouldContain("line 2");

    [Fact]
    public void Load_UnknownEncoding_IsNamed() => BankMapping.ErrorOf("\"encoding\": \"ebcdic-mars\",").ShouldContain("ebcdic-mars");

    [Theory]
    [InlineData("2026-01-02,A1,x,12.50,EUR,\n")]
    [InlineData("2026-01-02,A1,x,12.50,EUR, ,,\n")]
    public async Task ReplayAsync_BlankSurplusCells_AreNoCells(string row)
    {
        await _bench.ReplayAsync(Heading + row, BankMapping.Text());

        _bench.Mediator.Items.ShouldHaveSingleItem().Currency.ShouldBe("EUR");
    }

    [Theory]
    [InlineData(";", ";")]
    [InlineData("tab", "\t")]
    [InlineData("\\t", "\t")]
    [InlineData("|", "|")]
    public async Task ReplayAsync_Delimiter_IsThatOfTheMapping(string key, string delimiter)
    {
        var content = (Heading + "2026-01-02,A1,x,12.50,EUR\n").Replace(",", delimiter, StringComparison.Ordinal);

        await _bench.ReplayAsync(content, BankMapping.Text($"\"delimiter\": \"{key}\","));

        _bench.Mediator.Items.ShouldHaveSingleItem().Amount.ShouldBe(12.50m);
    }

    [Theory]
    [InlineData("sep=;\n", ";")]
    [InlineData("SEP=\t\r\n", "\t")]
    [InlineData("\"sep=;\"\n", ";")]
    public async Task ReplayAsync_SeparatorLine_IsUnderstoodAndCounts(string line, string delimiter)
    {
        var content = line + (Heading + "2026-01-02,A1,x,12.50,EUR\n").Replace(",", delimiter, StringComparison.Ordinal);

        await _bench.ReplayAsync(content, BankMapping.Text());

        _bench.Mediator.Items.ShouldHaveSingleItem().Reference!.ShouldEndWith(":3");
    }

    [Fact]
    public async Task ReplayAsync_WrongDelimiter_SaysWhatItLooksLike()
    {
        var failure = await Should.ThrowAsync<ReplayException>(() =>
            _bench.ReplayAsync(Heading.Replace(',', ';') + "2026-01-02;A1;x;12,50;EUR\n", BankMapping.Text()));

        failure.Message.ShouldContain("\"delimiter\": \";\"");
    }

    [Fact]
    public async Task ReplayAsync_HeadingFurtherDown_SaysOnWhichLine()
    {
        var failure = await Should.ThrowAsync<ReplayException>(() =>
            _bench.ReplayAsync("My Bank\nPeriod: 2026-01\n\n" + Heading, BankMapping.Text()));

        failure.Message.ShouldContain("\"skip\": 3");
    }

    [Theory]
    [InlineData("My Bank\nPeriod: 2026-01\n\n")]
    [InlineData("My Bank\r\nan \"open quote\r\n\r\n")]
    [InlineData("a\rb\rc\r")]
    public async Task ReplayAsync_LinesBeforeTheHeading_AreSkippedAndCounted(string preamble)
    {
        await _bench.ReplayAsync(preamble + Heading + "2026-01-02,A1,x,12.50,EUR\n", BankMapping.Text("\"skip\": 3,"));

        _bench.Mediator.Items.ShouldHaveSingleItem().Reference!.ShouldEndWith(":5");
    }

    [Fact]
    public async Task ReplayAsync_NoHeading_ColumnsHaveNumbers()
    {
        const string Mapping = """
            {
              "source": "bank", "account": "{2}", "counterparty": "{3}", "reference": "{#line}", "currency": "EUR", "heading": false,
              "amount": "{4}", "createdAt": { "text": "{1}", "format": "yyyy-MM-dd" }
            }
            """;

        var summary = await _bench.ReplayAsync("2026-01-02,A1,x,12.50\n2026-01-03,A2,y,1\n2026-01-03,A2,y,z,1\n", Mapping);

        _bench.Mediator.Items.Select(i => (i.Account, i.Amount, i.Reference)).ShouldBe([("A1", 12.50m, "1"), ("A2", 1m, "2")]);
        summary.Reasons.ShouldHaveSingleItem().Key.ShouldContain("first row has 4");
    }

    [Fact]
    public async Task ReplayAsync_ColumnsByNumberBesideAHeading_AreFound()
    {
        await _bench.ReplayAsync("D,Ref,Ref,Amount\n2026-01-02,first,second,1\n", """
            {
              "source": "{#2}", "account": "{#3}", "currency": "EUR", "amount": "{Amount}",
              "createdAt": { "text": "{#1}", "format": "yyyy-MM-dd" }
            }
            """);

        var item = _bench.Mediator.Items.ShouldHaveSingleItem();
        (item.Source, item.Account).ShouldBe(("first", "second"));
    }

    [Fact]
    public async Task ReplayAsync_HeadingsWithSignsOfTheTemplate_CanBeNamed()
    {
        await _bench.ReplayAsync("a|b,{x},#line,=y,\\,D,Amount\n1,2,3,4,5,2026-01-02,7\n", """
            {
              "source": "{a\\|b}", "account": "{\\{x\\}}", "counterparty": "{\\#line}",
              "reference": "{\\=y}-{\\\\}-\\{", "currency": "EUR",
              "amount": "{Amount}", "createdAt": { "text": "{D}", "format": "yyyy-MM-dd" }
            }
            """);

        var item = _bench.Mediator.Items.ShouldHaveSingleItem();
        (item.Source, item.Account, item.Counterparty, item.Reference).ShouldBe(("1", "2", "3", "4-5-{"));
    }

    [Fact]
    public async Task ReplayAsync_HeadingsThatSteerATerminal_AreCleanedAndShortened()
    {
        var failure = await Should.ThrowAsync<ReplayException>(() =>
            _bench.ReplayAsync($"Da\u001b[31mte,A\u202Ecc,{new string('x', 5_000)}\n1,2,3\n", BankMapping.Text()));

        failure.Message.ShouldNotContain("\u001b");
        failure.Message.ShouldNotContain("\u202E");
        failure.Message.Length.ShouldBeLessThan(500);
    }
}
