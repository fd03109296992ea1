using System.IO.Compression;
using System.Text;
using Dashboard.Infrastructure.Replay;
using Dashboard.Infrastructure.Replay.Rows;
using Dashboard.Infrastructure.Replay.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Dashboard.UnitTests.Replay;

public sealed class ReplayTests : IDisposable
{
    private const string Mapping = """
        {
          "source": "test", "account": "{Card|=unknown}", "counterparty": "{Merchant}", "reference": "{#checksum}:{#line}",
          "currency": "{Cur|=GBP}", "amount": { "text": "{Billed|Amount}", "prefix": "$" }, "createdAt": { "text": "{Date}", "format": "yyyy-MM-dd" }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboard-replay-");
    private readonly RecordingMediator _mediator = new();
    private readonly FakeTimeProvider _clock = new(TestData.Time);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task ReplayAsync_ColumnsInAnyOrderAndRepeated_AreReadByHeadingFirstOneWins()
    {
        await ReplayAsync("Merchant,Cur, Amount ,Date,Card,Cur\nshop,USD,5,2014-01-02,1,EUR\n");

        var item = _mediator.Items.ShouldHaveSingleItem();
        (item.Counterparty, item.Currency, item.Amount!.Value, item.Account).ShouldBe(("shop", "USD", 5m, "1"));
        item.CreatedAt.ShouldBe(new DateTimeOffset(2014, 1, 2, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task ReplayAsync_FirstAlternativeEmpty_TakesTheNextAndThenTheFallback()
    {
        await ReplayAsync("Billed,Amount,Date,Card,Merchant\n,7.5,2014-01-02,,m\n8,9,2014-01-02,2,m\n");

        _mediator.Items.Select(i => (i.Amount!.Value, i.Account, i.Currency)).ShouldBe([(7.5m, "unknown", "GBP"), (8m, "2", "GBP")]);
    }

    [Theory]
    [InlineData("$-473.00", "-473.00")]
    [InlineData("$134.09", "134.09")]
    [InlineData("-1174.42", "-1174.42")]
    [InlineData("0", "0")]
    public async Task ReplayAsync_WrittenAmounts_AreTakenExactly(string written, string expected)
    {
        await ReplayAsync($"Amount,Date,Merchant\n{written},2014-01-02,m\n");

        _mediator.Items.ShouldHaveSingleItem().Amount!.Value.ShouldBe(
            decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("#N/A,2014-01-02,m", "amount")]
    [InlineData(",2014-01-02,m", "{Billed|Amount} is empty")]
    [InlineData("1e5,2014-01-02,m", "amount")]
    [InlineData("\"1,234.50\",2014-01-02,m", "amount")]
    [InlineData("12.3.4,2014-01-02,m", "amount")]
    [InlineData("5,02/01/2014,m", "yyyy-MM-dd")]
    [InlineData("5,2014-02-30,m", "yyyy-MM-dd")]
    [InlineData("5,2014-01-02,m,extra", "cells")]
    [InlineData("5,2014-01-02,say \"hi\"", "quote")]
    [InlineData("5", "ends before the column 'Merchant'")]
    public async Task ReplayAsync_RowThatCannotBeRead_IsRejectedWithItsLineAndTheRestGoesOn(string row, string reason)
    {
        var summary = await ReplayAsync($"Amount,Date,Merchant\n1,2014-01-02,m\n{row}\n2,2014-01-03,m\n");

        _mediator.Items.Select(i => i.Amount!.Value).ShouldBe([1, 2]);
        var (text, (count, firstLine)) = summary.Reasons.ShouldHaveSingleItem();
        text.ShouldContain(reason);
        (count, firstLine).ShouldBe((1, 3));
        (summary.Rows, summary.Accepted, summary.Rejected).ShouldBe((3, 2, 1));
        _mediator.Unreadable.ShouldBe(1);
    }

    [Fact]
    public async Task ReplayAsync_BlankLines_ArePassedOverAndKeepTheLineNumbers()
    {
        var summary = await ReplayAsync("Amount,Date,Merchant\n,, \n\n1,2014-01-02,m\nbad,2014-01-02,m\n");

        (summary.Rows, summary.Blank, summary.Accepted).ShouldBe((2, 2, 1));
        summary.Reasons.Values.Single().FirstLine.ShouldBe(5);
        _mediator.Items.Single().Reference!.ShouldEndWith(":4");
    }

    [Fact]
    public async Task ReplayAsync_QuotedCellsWithLineBreaksAndCrLf_AreOneRowAndCountAllLines()
    {
        await ReplayAsync("Amount,Date,Merchant\r\n1,2014-01-02,\"FRAME 7\"\" \r\nSINGLE, big\"\r\n2,2014-01-02,m\r\n");

        _mediator.Items.Select(i => i.Counterparty).ShouldBe(["FRAME 7\" SINGLE, big", "m"]);
        _mediator.Items.Select(i => i.Reference!.Split(':')[1]).ShouldBe(["2", "4"]);
    }

    [Fact]
    public async Task ReplayAsync_Dust_IsRefusedUnlessTheMappingRounds()
    {
        const string File = "Amount,Date,Merchant\n12.340000000000003,2014-01-02,m\n";

        await ReplayAsync(File, Mapping.Replace("\"prefix\"", "\"round\": 2, \"prefix\"", StringComparison.Ordinal));
        await ReplayAsync(File);

        _mediator.Items.Select(i => i.Amount!.Value).ShouldBe([12.34m, 12.340000000000003m]);
    }

    [Fact]
    public async Task ReplayAsync_SameContentCompressedUnderAnotherName_HasTheSameReferences()
    {
        const string Content = "Amount,Date,Merchant\n1,2014-01-02,m\n1,2014-01-02,m\n";
        await ReplayAsync(Content, name: "plain.csv");
        var plain = _mediator.Items.Select(i => i.Reference).ToList();
        _mediator.Items.Clear();

        await ReplayAsync(Content, name: "other.csv.gz", compress: true);

        _mediator.Items.Select(i => i.Reference).ShouldBe(plain);
        plain.Distinct().Count().ShouldBe(2, "equal lines of one file are two transactions");
    }

    [Fact]
    public async Task ReplayAsync_ColumnMissing_StopsBeforeTheFirstRowAndNamesIt()
    {
        var failure = await Should.ThrowAsync<ReplayException>(() => ReplayAsync("Betrag,Date,Merchant\n1,2014-01-02,m\n"));

        failure.Message.ShouldContain("'Billed' or 'Amount'");
        failure.Message.ShouldContain("Betrag");
        _mediator.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReplayAsync_QuoteNeverClosed_EndsWithItsLine()
    {
        var failure = await Should.ThrowAsync<ReplayException>(() =>
            ReplayAsync("Amount,Date,Merchant\n1,2014-01-02,\"never\n" + string.Concat(Enumerable.Repeat("2,2014-01-02,m\n", 20_000))));

        failure.Message.ShouldContain("Line 2");
    }

    [Theory]
    [InlineData("{}", "source")]
    [InlineData("{\"source\": 5}", "source")]
    [InlineData("not json", "not valid")]
    [InlineData("MAPPING+\"sourec\": \"x\"", "sourec")]
    [InlineData("MAPPING-format", "createdAt")]
    public void Load_BadMapping_NamesTheKey(string mapping, string expected)
    {
        var text = mapping switch
        {
            "MAPPING-format" => Mapping.Replace(", \"format\": \"yyyy-MM-dd\"", "", StringComparison.Ordinal),
            _ when mapping.StartsWith("MAPPING+", StringComparison.Ordinal) =>
                Mapping.Replace("\"source\"", mapping[8..] + ", \"source\"", StringComparison.Ordinal),
            _ => mapping,
        };
        var path = Path.Combine(_folder.FullName, "m.json");
        File.WriteAllText(path, text);

        Should.Throw<ReplayException>(() => ReplayMapping.Load(path)).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("birmingham")]
    [InlineData("online-retail")]
    [InlineData("tabformer")]
    [InlineData("ulb")]
    [InlineData("amlsim")]
    public void Load_ShippedMapping_IsValid(string name) => ReplayMapping.Load(name).Description.ShouldNotBeNullOrEmpty();

    [Fact]
    public void UntilDue_TenTimesTheSpeed_KeepsATenthOfTheDistancesAndNeverWaitsBackwards()
    {
        var pace = new ReplayPace(10, _clock);

        pace.UntilDue(TestData.Time).ShouldBe(TimeSpan.Zero);
        pace.UntilDue(TestData.Time.AddSeconds(100)).ShouldBe(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(4));
        pace.UntilDue(TestData.Time.AddSeconds(100)).ShouldBe(TimeSpan.FromSeconds(6));
        pace.UntilDue(TestData.Time.AddYears(-1)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void UntilDue_FullSpeed_NeverWaits() => new ReplayPace(null, _clock).UntilDue(DateTimeOffset.MaxValue).ShouldBe(TimeSpan.Zero);

    private async Task<ReplaySummary> ReplayAsync(string content, string mapping = Mapping, string name = "in.csv", bool compress = false)
    {
        var file = Path.Combine(_folder.FullName, name);
        await using (var stream = File.Create(file))
        await using (Stream target = compress ? new GZipStream(stream, CompressionLevel.Fastest) : stream)
            await target.WriteAsync(Encoding.UTF8.GetBytes(content));
        var mappingFile = Path.Combine(_folder.FullName, "mapping.json");
        await File.WriteAllTextAsync(mappingFile, mapping);
        var options = Options.Create(new ReplayOptions { File = file, Mapping = mappingFile });
        using var feed = new ReplayFeed(options, _mediator, _clock, NullLogger<ReplayFeed>.Instance, new ReplayRuns(_clock),
            Substitute.For<IHostApplicationLifetime>());
        return await feed.ReplayAsync(CancellationToken.None);
    }
}
