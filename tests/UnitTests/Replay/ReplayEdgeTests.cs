using Dashboard.Infrastructure.Replay;
using Dashboard.Infrastructure.Replay.Rows;
using Microsoft.Extensions.Logging;

namespace Dashboard.UnitTests.Replay;

/// <summary>Files and mappings that are cut off, mistyped or beyond all measure.</summary>
public sealed class ReplayEdgeTests : IDisposable
{
    private readonly ReplayBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task ReplayAsync_CompressedFileCutOff_TakesNothing()
    {
        var content = ReplayBench.Compress(ReplayBench.Heading + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i},2014-01-02,m{i * 7_919 % 1_009},1,\n")));

        var failure = await Should.ThrowAsync<ReplayException>(() => _bench.ReplayAsync(content[..(content.Length / 2)], name: "in.csv.gz"));

        failure.Message.ShouldContain("'in.csv.gz' is cut off");
        _bench.Mediator.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReplayAsync_CompressedInSeveralMembers_TakesThemAll()
    {
        byte[] content = [.. ReplayBench.Compress(ReplayBench.Heading + "1,2014-01-02,m,1,\n"), .. ReplayBench.Compress("2,2014-01-02,m,1,\n")];

        await _bench.ReplayAsync(content);

        _bench.Mediator.Amounts.ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData("2,2014-01-02")]
    [InlineData("2,2014-01-02,m")]
    [InlineData("2,2014-01-02,m,1")]
    public async Task ReplayAsync_RowThatEndsEarly_IsRejectedInsteadOfFilledWithFallbacks(string row)
    {
        var summary = await _bench.ReplayAsync(ReplayBench.Heading + $"1,2014-01-02,m,1,USD\n{row}\n");

        _bench.Mediator.Items.ShouldHaveSingleItem().Currency.ShouldBe("USD");
        summary.Reasons.ShouldHaveSingleItem().Key.ShouldBe("ends before the column 'Cur'");
    }

    [Fact]
    public async Task ReplayAsync_RowThatEndsAfterTheLastColumnInUse_IsTaken()
    {
        await _bench.ReplayAsync("Amount,Date,Merchant,Card,Cur,Note\n1,2014-01-02,m,1,USD\n");

        _bench.Mediator.Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ReplayAsync_UnknownNumberSign_IsAMissingColumn()
    {
        var mapping = ReplayBench.Mapping.Replace("{#checksum}", "{#checksumm}", StringComparison.Ordinal);

        var failure = await Should.ThrowAsync<ReplayException>(() => _bench.ReplayAsync(ReplayBench.Heading + "1,2014-01-02,m,1,\n", mapping));

        failure.Message.ShouldContain("'#checksumm'");
    }

    [Fact]
    public async Task ReplayAsync_HeadingWithANumberSign_IsAColumn()
    {
        await _bench.ReplayAsync("#," + ReplayBench.Heading + "77,1,2014-01-02,m,1,\n", ReplayBench.Mapping.Replace("{#line}", "{#}", StringComparison.Ordinal));

        _bench.Mediator.Items.Single().Reference!.ShouldEndWith(":77");
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
        File.WriteAllText(_bench.Path("m.json"), ReplayBench.Mapping.Replace(right, wrong, StringComparison.Ordinal));

        Should.Throw<ReplayException>(() => ReplayMapping.Load(_bench.Path("m.json"))).Message.ShouldContain(key);
    }

    [Fact]
    public async Task ReplayAsync_RowOfMillionsOfCells_EndsWithItsLine()
    {
        var failure = await Should.ThrowAsync<ReplayException>(() => _bench.ReplayAsync(ReplayBench.Heading + new string(',', 3_000_000) + "\n1,2014-01-02,m,1,\n"));

        failure.Message.ShouldContain("Line 2");
    }

    [Fact]
    public async Task ReplayAsync_HeadingWithoutEnd_EndsWithItsLine()
    {
        var failure = await Should.ThrowAsync<ReplayException>(() => _bench.ReplayAsync(new string('x', 3_000_000)));

        failure.Message.ShouldContain("Line 1");
    }

    [Fact]
    public async Task ReplayAsync_ManyMegabytesOfShortRows_AreNoLongRow()
    {
        var summary = await _bench.ReplayAsync(ReplayBench.Heading + string.Concat(Enumerable.Repeat("1,2014-01-02,merchant,1,USD\n", 100_000)));

        summary.Accepted.ShouldBe(100_000);
        _bench.Mediator.Chunks.ShouldAllBe(c => c == 500);
    }

    [Fact]
    public async Task ReplayAsync_FileNameWithDots_KeepsThem()
    {
        var mapping = ReplayBench.Mapping.Replace("{#checksum}", "{#file}", StringComparison.Ordinal);

        await _bench.ReplayAsync(ReplayBench.Heading + "1,2014-01-02,m,1,\n", mapping, "cards.2014-05.csv.gz");

        _bench.Mediator.Items.Single().Reference.ShouldBe("cards.2014-05:2");
    }

    [Fact]
    public async Task ExecuteAsync_FileWithoutTheColumns_LogsAnErrorAndEnds()
    {
        using var feed = _bench.Feed("Betrag\n1\n", speed: "max");

        await feed.StartAsync(CancellationToken.None);
        await feed.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10));

        _bench.Logger.Lines.ShouldContain(l => l.Level == LogLevel.Error && l.Text.Contains("'Amount'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExecuteAsync_FileGoneSinceTheStart_LogsAnErrorAndEnds()
    {
        using var feed = _bench.Feed(ReplayBench.Heading, speed: "max");
        File.Delete(_bench.Path("in.csv"));

        await feed.StartAsync(CancellationToken.None);
        await feed.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10));

        _bench.Logger.Lines.ShouldContain(l => l.Level == LogLevel.Error);
    }
}
