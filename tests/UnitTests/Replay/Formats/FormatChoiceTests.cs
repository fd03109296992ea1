using System.Text;
using Dashboard.Infrastructure.Replay;

namespace Dashboard.UnitTests.Replay.Formats;

/// <summary>Files of one bank that differ in their encoding, delimiter, preamble or dates, and rows that are no transactions.</summary>
public sealed class FormatChoiceTests : IDisposable
{
    private const string Heading = "Date,Account,Payee,Amount,Currency\n";

    private readonly RecordedReplay _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    public async Task ReplayAsync_SeveralEncodings_TakesTheFirstInWhichTheFileIsText(string encoding)
    {
        var content = Encoding.GetEncoding(encoding).GetBytes(Heading + "2026-01-02,KTO-Ä,x,12.50,EUR\n");

        await _bench.ReplayAsync(content, BankMapping.Text("\"encoding\": \"utf-8|windows-1252\","));

        _bench.Mediator.Items.ShouldHaveSingleItem().Account.ShouldBe("KTO-Ä");
    }

    [Fact]
    public async Task ReplayAsync_NoneOfSeveralEncodings_NamesTheLastOneAndTheLine()
    {
        var content = Encoding.Latin1.GetBytes(Heading + "2026-01-02,KTO-Ä,x,12.50,EUR\n");

        var failure = await Should.ThrowAsync<ReplayException>(
            () => _bench.ReplayAsync(content, BankMapping.Text("\"encoding\": \"utf-8|us-ascii\",")));

        failure.Message.ShouldContain("line 2: the bytes are no us-ascii text");
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('|')]
    public async Task ReplayAsync_SeveralDelimiters_TheHeadingDecides(char delimiter)
    {
        var content = (Heading + "2026-01-02,A1,x,-12.50,EUR\n").Replace(',', delimiter);

        await _bench.ReplayAsync(content, BankMapping.Text("\"delimiter\": \";|,\",").Replace(";|,", delimiter == '|' ? "|" : ";|,"));

        _bench.Mediator.Items.ShouldHaveSingleItem().Amount.ShouldBe(-12.50m);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Statement of January\n\nBalance,1.00\n")]
    [InlineData("\"several\nlines, Date\"\nDate,Account\n")]
    public async Task ReplayAsync_PreambleOfAnyLength_IsSkipped(string preamble)
    {
        await _bench.ReplayAsync(preamble + Heading + "2026-01-02,A1,x,12.50,EUR\n", BankMapping.Text("\"findHeading\": true,"));

        var item = _bench.Mediator.Items.ShouldHaveSingleItem();
        (item.Account, item.Reference!.Split(':')[1]).ShouldBe(("A1", $"{preamble.Count(c => c == '\n') + 2}"));
    }

    [Fact]
    public async Task ReplayAsync_NoLineWithEveryColumn_StopsAndSaysWhichIsMissing() =>
        (await Should.ThrowAsync<ReplayException>(
            () => _bench.ReplayAsync("a,b\nDate,Account,Amount\n", BankMapping.Text("\"findHeading\": true,")))).Message
            .ShouldContain("'Payee'");

    [Theory]
    [InlineData("1/5/2026")]
    [InlineData("1/5/26")]
    public async Task ReplayAsync_SeveralDateFormats_TakesTheOneThatFits(string date)
    {
        var time = "{ \"text\": \"{Date}\", \"format\": \"M/d/yyyy|M/d/yy\" }";

        await _bench.ReplayAsync($"{Heading}{date},A1,x,1,EUR\n", BankMapping.Text(createdAt: time));

        _bench.Mediator.Items.ShouldHaveSingleItem().CreatedAt.ShouldBe(new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task ReplayAsync_SingleQuotes_AroundACellAreRemovedAndWithinATextStay()
    {
        await _bench.ReplayAsync(
            Heading + "2026-01-02,'DE01',O'Hara \"Bar\",1,EUR\n2026-01-03,'DE,02','It''s',2,EUR\n",
            BankMapping.Text("\"quote\": \"'\","));

        _bench.Mediator.Items.Select(i => (i.Account, i.Counterparty)).ShouldBe([("DE01", "O'Hara \"Bar\""), ("DE,02", "It's")]);
    }

    [Fact]
    public async Task ReplayAsync_RaggedRows_HaveMoreOrFewerCells()
    {
        const string mapping = """
            {
              "heading": false, "ragged": true, "source": "bank", "account": "A", "counterparty": "{2}", "reference": "{#line}{4}",
              "currency": "{3|=EUR}", "amount": "{1}", "createdAt": { "text": "2026-01-0{1}", "format": "yyyy-MM-dd" }
            }
            """;

        var summary = await _bench.ReplayAsync("1,x,USD\n2,y\n3,z,CHF,note,more\n", mapping);

        summary.Rejected.ShouldBe(0);
        _bench.Mediator.Items.Select(i => (i.Currency, i.Reference)).ShouldBe([("USD", "1"), ("EUR", "2"), ("CHF", "3note")]);
    }

    /// <summary>Titles, sums and continued texts between the rows of a statement.</summary>
    [Theory]
    [InlineData("\"\": \"Ignore\", \"*\": \"Completed\"", 2, 0)]
    [InlineData("\"\": \"Completed\", \"*\": \"Ignore\"", 0, 2)]
    public async Task ReplayAsync_RowsThatEndEarly_AreLeftOutOnlyWhenTheTableNamesThem(string table, int ignored, int rejected)
    {
        var keys = $"\"status\": \"{{Payee}}\", \"values\": {{ \"status\": {{ {table} }} }},";

        const string rows = "Posted transactions\n2026-01-02,A1,x,12.50,EUR\n,,,for: 3 USD\n";

        var summary = await _bench.ReplayAsync(Heading + rows, BankMapping.Text(keys));

        (summary.Ignored - (rejected > 0 ? 1 : 0), summary.Rejected).ShouldBe((ignored, rejected));
    }

    [Fact]
    public void Load_TooManyPlaceholders_IsRefused() =>
        BankMapping.ErrorOf(amount: $"\"{string.Concat(Enumerable.Repeat("{Amount}", 33))}\"").ShouldContain("more than 32 placeholders");

    [Theory]
    [InlineData("\"delimiter\": \";|ab\",", "delimiter")]
    [InlineData("\"encoding\": \"utf-8|klingon\",", "klingon")]
    [InlineData("\"quote\": \"x\",", "quote")]
    [InlineData("\"heading\": false, \"findHeading\": true,", "findHeading")]
    [InlineData("\"zone\": \"../../../dev/zero\",", "zone")]
    [InlineData("\"zone\": \"/etc/localtime\",", "zone")]
    public void Load_KeyOutOfRange_IsNamed(string keys, string expected) => BankMapping.ErrorOf(keys).ShouldContain(expected);
}
