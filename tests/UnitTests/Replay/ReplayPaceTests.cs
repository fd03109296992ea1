using Dashboard.Infrastructure.Replay;

namespace Dashboard.UnitTests.Replay;

public sealed class ReplayPaceTests : IDisposable
{
    private readonly RecordedReplay _replay = new();

    public void Dispose() => _replay.Dispose();

    [Theory]
    [InlineData(1e-300, true)]
    [InlineData(1, true)]
    [InlineData(1e300, false)]
    public void UntilDue_AnySpeedAndDistance_IsATime(double speed, bool waits)
    {
        var pace = new ReplayPace(speed, _replay.Clock);
        pace.UntilDue(DateTimeOffset.MinValue).ShouldBe(TimeSpan.Zero);

        (pace.UntilDue(DateTimeOffset.MaxValue) > TimeSpan.Zero).ShouldBe(waits);
        pace.UntilDue(DateTimeOffset.MinValue).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void UntilDue_EarlierThanTheFirst_IsAtOnceAtAnySpeed()
    {
        var pace = new ReplayPace(1e-300, _replay.Clock);
        pace.UntilDue(TestData.Time);

        pace.UntilDue(TestData.Time.AddYears(-9)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task ReplayAsync_RowsFurtherApartThanATimerReaches_WaitsAndShowsProgress()
    {
        using var feed = _replay.Feed(
            RecordedReplay.Heading + "1,2014-01-02,m,1,\n2,2014-01-02,m,1,\n3,2014-04-02,m,1,\n4,2014-01-01,m,1,\n", speed: "1");
        var replay = feed.ReplayAsync(CancellationToken.None);
        await _replay.Mediator.Sent.InTimeAsync();
        _replay.Mediator.Chunks.ShouldBe([2], "those due go at once, together");

        // In steps until it is done: each wait starts its timer only after the last one has fired.
        var timeout = TestTimeout.Token();
        while (!replay.IsCompleted && !timeout.IsCancellationRequested)
        {
            _replay.Clock.Advance(TimeSpan.FromMinutes(10));
            await Task.Yield();
        }

        await replay.InTimeAsync();
        _replay.Mediator.Amounts.ShouldBe([1, 2, 3, 4]);
        _replay.Progress.ShouldNotBeEmpty();
        (_replay.Clock.GetUtcNow() - TestData.Time).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromDays(90));
    }

    [Fact]
    public async Task ReplayAsync_StoppedWhileWaiting_Ends()
    {
        using var stop = new CancellationTokenSource();
        using var feed = _replay.Feed(RecordedReplay.Heading + "1,2014-01-02,m,1,\n2,2030-01-02,m,1,\n", speed: "1");
        var replay = feed.ReplayAsync(stop.Token);
        await _replay.Mediator.Sent.InTimeAsync();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => replay.InTimeAsync());
        _replay.Mediator.Items.ShouldHaveSingleItem();
    }
}
