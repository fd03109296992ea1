using Dashboard.Infrastructure.Replay;
using Dashboard.Infrastructure.Replay.Rows;
using Microsoft.Extensions.Logging;

namespace Dashboard.UnitTests.Replay;

/// <summary>Files and mappings that are cut off, mistyped or beyond all measure.</summary>
public sealed class ReplayEdgeTests : IDisposable
{
    private readonly RecordedReplay _replay = new();

    public void Dispose() => _replay.Dispose();

    [Fact]
    public async Task ReplayAsync_CompressedFileCutOff_TakesNothing()
    {
        var content = RecordedReplay.Compress(RecordedReplay.Heading
            + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i},2014-01-02,m{i * 7_919 % 1_009},1,\n")));

        var failure = await Should.ThrowAsync<ReplayException>(
            () => _replay.ReplayAsync(content[..(content.Length / 2)], name: "in.csv.gz"));

        failure.Message.ShouldContain("'in.csv.gz' is cut off");
        _replay.Mediator.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReplayAsync_CompressedInSeveralMembers_TakesThemAll()
    {
        byte[] content = [.. RecordedReplay.Compress(RecordedReplay.Heading + "1,2014-01-02,m,1,\n"),
            .. RecordedReplay.Compress("2,2014-01-02,m,1,\n")];

        await _replay.ReplayAsync(content);

        _replay.Mediator.Amounts.ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData("2,2014-01-02")]
    [InlineData("2,2014-01-02,m")]
    [InlineData("2,2014-01-02,m,1")]
    public async Task ReplayAsync_RowThatEndsEarly_IsRejectedInsteadOfFilledWithFallbacks(string row)
    {
        var summary = await _replay.ReplayAsync(RecordedReplay.Heading + $"1,2014-01-02,m,1,USD\n{row}\n");

        _replay.Mediator.Items.ShouldHaveSingleItem().Currency.ShouldBe("USD");
        summary.Reasons.ShouldHaveSingleItem().Key.ShouldBe("ends before the column 'Cur'");
    }

    [Fact]
    public async Task ReplayAsync_RowThatEndsAfterTheLastColumnInUse_IsTaken()
    {
        await _replay.ReplayAsync("Amount,Date,Merchant,Card,Cur,Note\n1,2014-01-02,m,1,USD\n");

        _replay.Mediator.Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ReplayAsync_UnknownNumberSign_IsAMissingColumn()
    {
        var mapping = RecordedReplay.Mapping.Replace("{#checksum}", "{#checksumm}", StringComparison.Ordinal);

        var failure = await Should.ThrowAsync<ReplayException>(
            () => _replay.ReplayAsync(RecordedReplay.Heading + "1,2014-01-02,m,1,\n", mapping));

        failure.Message.ShouldContain("'#checksumm'");
    }

    [Fact]
    public async Task ReplayAsync_HeadingWithANumberSign_IsAColumn()
    {
        await _replay.ReplayAsync("#," + RecordedReplay.Heading + "77,1,2014-01-02,m,1,\n",
            RecordedReplay.Mapping.Replace("{#line}", "{#}", StringComparison.Ordinal));

        _replay.Mediator.Items.Single().Reference!.ShouldEndWith(":77");
    }

    [Theory]
    [InlineData("\"{#checksum}:{#line}\"", "\"{#checksum:{#line}\"", "reference")]
    [InlineData("\"{#checksum}:{#line}\"", "\"#checksum}:{#line}\"", "reference")]
    [InlineData("\"{#checksum}:{#line}\"", "\"x{}\"", "reference")]
    [InlineData("\"{Amount}\"", "\"{Amount\"", "amount.text")]
    [InlineData("\"prefix\"", "\"round\": -1, \"prefix\"", "amount.round")]
    [InlineData("\"prefix\"", "\"round\": 29, \"prefix\"", "amount.round")]
    public void Load_MistypedValue_NamesTheKey(string right, string wrong, string key)
    {
        File.WriteAllText(_replay.Path("m.json"), RecordedReplay.Mapping.Replace(right, wrong, StringComparison.Ordinal));

        Should.Throw<ReplayException>(() => ReplayMapping.Load(_replay.Path("m.json"))).Message.ShouldContain(key);
    }

    [Fact]
    public async Task ReplayAsync_RowOfMillionsOfCells_EndsWithItsLine()
    {
        var failure = await Should.ThrowAsync<ReplayException>(
            () => _replay.ReplayAsync(RecordedReplay.Heading + new string(',', 3_000_000) + "\n1,2014-01-02,m,1,\n"));

        failure.Message.ShouldContain("Line 2");
    }

    [Fact]
    public async Task ReplayAsync_HeadingWithoutEnd_EndsWithItsLine()
    {
        var failure = await Should.ThrowAsync<ReplayException>(() => _replay.ReplayAsync(new string('x', 3_000_000)));

        failure.Message.ShouldContain("Line 1");
    }

    [Fact]
    public async Task ReplayAsync_ManyMegabytesOfShortRows_AreNoLongRow()
    {
        var summary = await _replay.ReplayAsync(
            RecordedReplay.Heading + string.Concat(Enumerable.Repeat("1,2014-01-02,merchant,1,USD\n", 100_000)));

        summary.Accepted.ShouldBe(100_000);
        _replay.Mediator.Chunks.ShouldAllBe(c => c == 500);
    }

    [Fact]
    public async Task ReplayAsync_FileNameWithDots_KeepsThem()
    {
        var mapping = RecordedReplay.Mapping.Replace("{#checksum}", "{#file}", StringComparison.Ordinal);

        await _replay.ReplayAsync(RecordedReplay.Heading + "1,2014-01-02,m,1,\n", mapping, "cards.2014-05.csv.gz");

        _replay.Mediator.Items.Single().Reference.ShouldBe("cards.2014-05:2");
    }

    [Fact]
    public async Task ExecuteAsync_FileWithoutTheColumns_LogsAnErrorAndEnds()
    {
        using var feed = _replay.Feed("Betrag\n1\n", speed: "max");

        await feed.StartAsync(CancellationToken.None);
        await feed.ExecuteTask!.InTimeAsync();

        _replay.Logger.Lines.ShouldContain(l => l.Level == LogLevel.Error && l.Text.Contains("'Amount'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExecuteAsync_FileGoneSinceTheStart_LogsAnErrorAndEnds()
    {
        using var feed = _replay.Feed(RecordedReplay.Heading, speed: "max");
        File.Delete(_replay.Path("in.csv"));

        await feed.StartAsync(CancellationToken.None);
        await feed.ExecuteTask!.InTimeAsync();

        _replay.Logger.Lines.ShouldContain(l => l.Level == LogLevel.Error);
    }
}
