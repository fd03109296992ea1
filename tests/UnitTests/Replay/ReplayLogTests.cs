using Microsoft.Extensions.Logging;

namespace Dashboard.UnitTests.Replay;

public sealed class ReplayLogTests : IDisposable
{
    private readonly RecordedReplay _replay = new();

    public void Dispose() => _replay.Dispose();

    [Fact]
    public async Task Rejections_BeyondAThousand_AreCountedInsteadOfNamed()
    {
        using var feed = _replay.Feed(Bad(1_500), speed: "max");

        await feed.StartAsync(CancellationToken.None);
        await feed.ExecuteTask!.InTimeAsync();

        _replay.Logger.Lines.Count(l => l.Event == 603).ShouldBe(1_000);
        _replay.Logger.Lines.Single(l => l.Event == 607).Text.ShouldContain("500 more rows");
        _replay.Logger.Lines.Single(l => l.Event == 605).Text.ShouldContain("1500 rejected because");
    }

    [Fact]
    public async Task Rejections_OfOneCause_AreOneReasonThatNamesTheColumn()
    {
        var summary = await _replay.ReplayAsync(Bad(2));

        summary.Reasons.ShouldHaveSingleItem().ShouldBe(new("the amount of {Amount} is not a decimal number", (2, 2)));
        _replay.Logger.Lines.First(l => l.Event == 603).Text.ShouldEndWith("'x0'");
    }

    [Fact]
    public async Task Rejections_ByThePipeline_AreOneReason()
    {
        _replay.Mediator.RejectsAll = true;

        var summary = await _replay.ReplayAsync(RecordedReplay.Heading + "1,2014-01-02,m,1,\n2,2014-01-02,m,1,\n");

        summary.Reasons.ShouldHaveSingleItem().Value.ShouldBe((2, 2));
    }

    [Fact]
    public async Task Rejection_OfALongValueWithLineBreaks_IsOneShortLine()
    {
        await _replay.ReplayAsync(RecordedReplay.Heading + $"\"1\n2 forged {new string('x', 100)}\",2014-01-02,4111-2222,4111-1111,\n");

        var (_, level, text) = _replay.Logger.Lines.Single(l => l.Event == 603);
        level.ShouldBe(LogLevel.Warning);
        text.ShouldNotContain("\n");
        text.ShouldNotContain("4111");
        text.Length.ShouldBeLessThan(150);
    }

    [Fact]
    public async Task Progress_WhileEveryRowIsRejected_IsShown()
    {
        _replay.Logger.OnLog = () => _replay.Clock.Advance(TimeSpan.FromSeconds(6));

        await _replay.ReplayAsync(Bad(3));

        _replay.Progress.ShouldNotBeEmpty();
    }

    private static string Bad(int rows) =>
        RecordedReplay.Heading + string.Concat(Enumerable.Range(0, rows).Select(i => $"x{i},2014-01-02,m,1,\n"));
}
