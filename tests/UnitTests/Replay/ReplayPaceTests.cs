using Dashboard.Infrastructure.Replay;

namespace Dashboard.UnitTests.Replay;

public sealed class ReplayPaceTests : IDisposable
{
    private static readonly TimeSpan SafetyTimeout = TimeSpan.FromSeconds(10);

    private readonly ReplayBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(1e-300, true)]
    [InlineData(1, true)]
    [InlineData(1e300, false)]
    public void UntilDue_AnySpeedAndDistance_IsATime(double speed, bool waits)
    {
        var pace = new ReplayPace(speed, _bench.Clock);
        pace.UntilDue(DateTimeOffset.MinValue).ShouldBe(TimeSpan.Zero);

        (pace.UntilDue(DateTimeOffset.MaxValue) > TimeSpan.Zero).ShouldBe(waits);
        pace.UntilDue(DateTimeOffset.MinValue).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void UntilDue_EarlierThanTheFirst_IsAtOnceAtAnySpeed()
    {
        var pace = new ReplayPace(1e-300, _bench.Clock);
        pace.UntilDue(TestData.Time);

        pace.UntilDue(TestData.Time.AddYears(-9)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task ReplayAsync_RowsFurtherApartThanATimerReaches_WaitsAndShowsProgress()
    {
        using var feed = _bench.Feed(ReplayBench.Heading + "1,2014-01-02,m,1,\n2,2014-01-02,m,1,\n3,2014-04-02,m,1,\n4,2014-01-01,m,1,\n", speed: "1");
        var replay = feed.ReplayAsync(CancellationToken.None);
        await _bench.Mediator.Sent.WaitAsync(SafetyTimeout);
        _bench.Mediator.Chunks.ShouldBe([2], "those due go at once, together");

        // In steps until it is done: each wait starts its timer only after the last one has fired.
        using var safety = new CancellationTokenSource(SafetyTimeout);
        while (!replay.IsCompleted && !safety.IsCancellationRequested)
        {
            _bench.Clock.Advance(TimeSpan.FromMinutes(10));
            await Task.Yield();
        }

        await replay.WaitAsync(SafetyTimeout);
        _bench.Mediator.Amounts.ShouldBe([1, 2, 3, 4]);
        _bench.Progress.ShouldNotBeEmpty();
        (_bench.Clock.GetUtcNow() - TestData.Time).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromDays(90));
    }

    [Fact]
    public async Task ReplayAsync_StoppedWhileWaiting_Ends()
    {
        using var stop = new CancellationTokenSource();
        using var feed = _bench.Feed(ReplayBench.Heading + "1,2014-01-02,m,1,\n2,2030-01-02,m,1,\n", speed: "1");
        var replay = feed.ReplayAsync(stop.Token);
        await _bench.Mediator.Sent.WaitAsync(SafetyTimeout);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => replay.WaitAsync(SafetyTimeout));
        _bench.Mediator.Items.ShouldHaveSingleItem();
    }
}
