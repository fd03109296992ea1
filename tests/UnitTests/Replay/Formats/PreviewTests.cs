using System.Text;
using Dashboard.Application.Ingest;
using Dashboard.Infrastructure.Replay.Preview;
using Dashboard.Infrastructure.Replay.Rows;

namespace Dashboard.UnitTests.Replay.Formats;

public sealed class PreviewTests : IDisposable
{
    private readonly RecordedReplay _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunAsync_WithAMapping_ShowsColumnsRowsAndRejections()
    {
        var (exitCode, text) = await PreviewAsync(
            "Date,Account,Payee,Amount,Currency,Note\n2026-01-02,A1,Shop,12.5,eur,\nx,A1,Shop,12.5,eur,n1\n"
            + "2026-01-02,,Shop,1,XYZ,\n2026-01-02,A1,Shop,1.001,EUR,\n",
            BankMapping.Text());

        exitCode.ShouldBe(5);
        text.ShouldContain("column 4 'Amount': amount.text");
        text.ShouldContain("column 6 'Note': not used");
        text.ShouldContain("line 2: 2026-01-02T00:00:00Z · 12.50 EUR · source bank · account A1 · counterparty Shop");
        text.ShouldContain("line 3: rejected: the time of {Date} is not of the form yyyy-MM-dd: 'x'");
        text.ShouldContain("n1");
        text.ShouldContain("line 4: rejected: currency 'XYZ'");
        text.ShouldContain("line 5: rejected: amount");
        text.ShouldContain("4 rows shown, 3 of them rejected");
    }

    [Fact]
    public async Task RunAsync_MoreRowsThanAsked_ShowsTheFirst()
    {
        var (exitCode, text) = await PreviewAsync(
            BankMapping.Heading + string.Concat(Enumerable.Repeat("2026-01-02,,x,1,EUR\n", 30)), BankMapping.Text(), rows: 3);

        exitCode.ShouldBe(0);
        text.ShouldContain("line 4:");
        text.ShouldContain("account A (filled in, no account)");
        text.ShouldNotContain("line 5:");
        text.ShouldContain("3 rows shown, 0 of them rejected");
    }

    [Fact]
    public async Task RunAsync_WithoutAMapping_SuggestsWhatTheFileNeeds()
    {
        var (exitCode, text) = await PreviewAsync(
            "My Bank\n\nDatum;Konto;Empf\u00E4nger;Betrag\n31.01.2026;KTO-\u00C4;x;1.234,56\n05.02.2026;KTO-\u00D6;y;-5,00\n",
            mapping: null, encoding: Encoding.Latin1);

        exitCode.ShouldBe(0);
        text.ShouldContain("\"encoding\": \"windows-1252\" reads Datum;Konto;Empf\u00E4nger");
        text.ShouldContain("\"delimiter\": \";\"");
        text.ShouldContain("\"skip\": 2");
        text.ShouldContain("column 1 'Datum' looks like times, \"format\": \"dd.MM.yyyy\"");
        text.ShouldContain("column 4 'Betrag' looks like amounts, \"decimal\": \",\", \"thousands\": \".\"");
    }

    [Fact]
    public async Task RunAsync_EmptyFileWithoutAMapping_SaysSo()
    {
        var (exitCode, text) = await PreviewAsync("", mapping: null);

        exitCode.ShouldBe(0);
        text.ShouldContain("The file is empty.");
    }

    [Theory]
    [InlineData("1,50;2,00", "\"decimal\": \",\"")]
    [InlineData("1.50;2.00", "\"decimal\": \".\"")]
    [InlineData("1,234.50;2.00", "\"thousands\": \",\"")]
    [InlineData("01/02/2026;03/04/2026", "\"dd/MM/yyyy\" or \"MM/dd/yyyy\"")]
    [InlineData("2026-01-02T03:04:05Z", "rfc3339")]
    [InlineData("2026-01-02 03:04:05", "\"yyyy-MM-dd HH:mm:ss\"")]
    public void Describe_CellsOfOneKind_AreNamed(string cells, string expected) =>
        ColumnLook.Describe(cells.Split(';'))!.ShouldContain(expected);

    [Theory]
    [InlineData("shop;bar")]
    [InlineData("1;2")]
    [InlineData("1.50;bar")]
    public void Describe_Texts_AreNothing(string cells) => ColumnLook.Describe(cells.Split(';')).ShouldBeNull();

    [Fact]
    public async Task RunAsync_FileThatDoesNotFit_SaysWhy()
    {
        var (exitCode, text) = await PreviewAsync("Datum;Betrag\n1;2\n", BankMapping.Text());

        exitCode.ShouldBe(4);
        text.ShouldContain("has no column");
        text.ShouldContain("\"delimiter\": \";\"");
    }

    [Fact]
    public async Task RunAsync_EmptyFile_SaysSo()
    {
        var (exitCode, text) = await PreviewAsync("", BankMapping.Text());

        exitCode.ShouldBe(4);
        text.ShouldContain("empty");
    }

    private async Task<(int ExitCode, string Text)> PreviewAsync(string content, string? mapping, int rows = 20, Encoding? encoding = null)
    {
        await File.WriteAllBytesAsync(_bench.Path("in.csv"), (encoding ?? Encoding.UTF8).GetBytes(content));
        if (mapping is not null) await File.WriteAllTextAsync(_bench.Path("m.json"), mapping);
        var output = new StringWriter();
        var loaded = mapping is null ? null : ReplayMapping.Load(_bench.Path("m.json"));
        var preview = new ReplayPreview(rows, new NewTransactionValidator(_bench.Clock), output);
        var exitCode = await preview.RunAsync([_bench.Path("in.csv")], loaded, CancellationToken.None);
        _bench.Mediator.Items.ShouldBeEmpty();
        return (exitCode, output.ToString());
    }
}
