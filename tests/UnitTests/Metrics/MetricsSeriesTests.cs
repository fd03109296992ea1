using Dashboard.Application.Metrics;
using Dashboard.Application.Metrics.Series;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Dashboard.UnitTests.Metrics;

public sealed class MetricsSeriesTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider _clock = new(TestData.Time);
    private readonly IFinishedTransactions _reader = Substitute.For<IFinishedTransactions>();
    private readonly FlowCounters _flow = new();
    private readonly MetricsAggregator _metrics;

    public MetricsSeriesTests() => _metrics = new MetricsAggregator(
        _reader, _flow, _clock, Options.Create(new MetricsOptions()), NullLogger<MetricsAggregator>.Instance);

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Series_AfterFourHundredSeconds_SaysWhatTheSnapshotsSaid()
    {
        var random = new Random(4);
        var said = new Dictionary<long, MetricsSnapshot>();
        for (var tick = 0; tick < 800; tick++)
        {
            for (var i = random.Next(4); i > 0; i--) await EndAsync(random);
            _flow.Received(accepted: random.Next(3), duplicates: 0, rejected: 0);
            var snapshot = Tick();
            said[Second(snapshot)] = snapshot;
        }

        var five = _metrics.Series(SeriesRange.FiveMinutes);
        five.At.ShouldBe(Enumerable.Range(0, 300).Select(i => Second(_metrics.Snapshot()) - 299 + i));
        for (var i = 0; i < 300; i++) ShouldSay(five, i, said[five.At[i]]);

        var fifteen = _metrics.Series(SeriesRange.FifteenMinutes);
        fifteen.At.Count.ShouldBe(300);
        for (var i = 170; i < 300; i++)
        {
            ShouldSay(fifteen, i, said[fifteen.At[i]], checkQueue: false);
            fifteen.Queued[i].ShouldBe(Enumerable.Range(-2, 3).Max(back => said[fifteen.At[i] + back].Flow.Queued));
        }

        fifteen.PerSecond[0].ShouldBeNull();
        _metrics.Series(SeriesRange.Hour).At.Count.ShouldBe(360);
    }

    [Fact]
    public void FillGapOnce_TicksAreRare_AddsThePointsInBetween()
    {
        _metrics.Snapshot();
        for (var second = 0; second < 20; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _metrics.FillGapOnce();
        }

        _metrics.Series(SeriesRange.FiveMinutes).PerSecond.TakeLast(21).ShouldAllBe(p => p != null);
    }

    [Fact]
    public void FillGapOnce_ATickCameLately_LeavesItsFigures()
    {
        var pushed = _metrics.Snapshot();
        _flow.Received(accepted: 3, duplicates: 0, rejected: 0);
        _clock.Advance(Interval);

        _metrics.FillGapOnce();

        _metrics.Series(SeriesRange.FiveMinutes).Queued[^1].ShouldBe(pushed.Flow.Queued);
    }

    [Fact]
    public async Task Series_CurrenciesOfTheRange_AreTheFiveBusiest()
    {
        string[] codes = ["EUR", "USD", "GBP", "JPY", "KWD", "CHF"];
        for (var i = 0; i < codes.Length; i++)
        {
            for (var n = 0; n <= i; n++) await _metrics.Handle(Ended(TestData.Transaction(10, codes[i])), default);
        }

        Tick();
        Tick();

        var series = _metrics.Series(SeriesRange.FiveMinutes);
        series.Volumes.Select(v => v.Currency).ShouldBe(["CHF", "KWD", "JPY", "GBP", "USD"]);
        series.Volumes[0].Amounts[^1].ShouldBe(60);
        series.Volumes.ShouldAllBe(v => v.Amounts.Count == 300 && v.Amounts[0] == null);
    }

    [Fact]
    public void Series_EmptyMinute_HasCountsButNoRatesAndPercentiles()
    {
        Tick();

        var series = _metrics.Series(SeriesRange.FiveMinutes);

        (series.PerSecond[^1], series.Failed[^1], series.Queued[^1]).ShouldBe((0, 0, 0));
        (series.SuccessRate[^1], series.P50ProcessingMs[^1], series.P99ProcessingMs[^1]).ShouldBe((null, null, null));
    }

    [Fact]
    public void Series_LateTick_HoldsWhatWasSaidAndALongPauseIsAGap()
    {
        Tick();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Tick();
        _clock.Advance(TimeSpan.FromMinutes(2));
        Tick();

        var series = _metrics.Series(SeriesRange.FiveMinutes);

        series.PerSecond[^1].ShouldBe(0);
        series.PerSecond.SkipLast(1).TakeLast(119).ShouldAllBe(p => p == null);
        series.PerSecond.Count(p => p is not null).ShouldBe(5);
    }

    [Fact]
    public void Series_ClockStepsBack_ForgetsWhatIsStillToCome()
    {
        var now = _clock.GetUtcNow();
        var ring = new SeriesRing(now, TimeSpan.FromSeconds(3));
        for (var i = 0; i < 20; i++) ring.Add(Point(now.AddSeconds(i)));

        ring.Add(Point(now.AddSeconds(-10)));
        ring.Add(Point(now.AddSeconds(30)));

        ring.End.ShouldBe(Unix(now) + 30);
        ring.Newest(60).Count(p => p is not null).ShouldBe(2);
    }

    [Fact]
    public async Task Series_StoreOfAnEarlierRun_IsCountedFromItsFirstSecondOnWithoutQueue()
    {
        var ends = Enumerable.Range(0, 200).Select(i => TestData.Time.AddSeconds(-20 * i - 5)).ToList();
        _reader.FinishedSinceAsync(default, default).ReturnsForAnyArgs(Stored(ends));

        await _metrics.StartAsync(CancellationToken.None);

        var series = _metrics.Series(SeriesRange.Hour);
        for (var i = 0; i < 359; i++)
        {
            var end = series.At[i];
            if (end < TestData.Time.ToUnixTimeSeconds() - 3_540)
            {
                series.Failed[i].ShouldBeNull();
                continue;
            }

            series.PerSecond[i]!.Value.ShouldBe(ends.Count(e => Unix(e) >= end - 10 && Unix(e) < end) / 10.0, 1e-9);
            series.Volumes.Single().Amounts[i].ShouldBe(12.34m * ends.Count(e => Unix(e) > end - 60 && Unix(e) <= end));
            series.Queued[i].ShouldBeNull();
        }

        series.Queued[^1].ShouldBe(0);
        await _metrics.StopAsync(CancellationToken.None);
    }

    private static long Unix(DateTimeOffset time) => time.ToUnixTimeSeconds();

    private static long Second(MetricsSnapshot metrics) => Unix(metrics.ComputedAt);

    private static SeriesPoint Point(DateTimeOffset at) => new(Unix(at), 1, new WindowTotals(60).ToDto(Unix(at)), 0, 0);

    private static void ShouldSay(MetricsSeriesDto series, int i, MetricsSnapshot said, bool checkQueue = true)
    {
        var minute = said.LastMinute;
        series.PerSecond[i].ShouldBe(said.TransactionsPerSecond);
        series.SuccessRate[i].ShouldBe(minute.Count == 0 ? null : minute.SuccessRate);
        series.P50ProcessingMs[i].ShouldBe(minute.Count == 0 ? null : minute.P50ProcessingMs);
        series.P95ProcessingMs[i].ShouldBe(minute.Count == 0 ? null : minute.P95ProcessingMs);
        series.P99ProcessingMs[i].ShouldBe(minute.Count == 0 ? null : minute.P99ProcessingMs);
        series.Failed[i].ShouldBe(minute.Failed);
        series.Flagged[i].ShouldBe(minute.Flagged);
        foreach (var volume in series.Volumes)
        {
            var expected = minute.Volumes.SingleOrDefault(v => v.Currency == volume.Currency);
            volume.Amounts[i].ShouldBe(expected?.Amount ?? 0);
            volume.Completed[i].ShouldBe(expected?.Completed ?? 0);
            volume.Refunded[i].ShouldBe(expected?.Refunded ?? 0);
        }
        if (!checkQueue) return;
        series.Queued[i].ShouldBe(said.Flow.Queued);
        series.InFlight[i].ShouldBe(said.Flow.InFlight);
    }

    private MetricsSnapshot Tick()
    {
        _clock.Advance(Interval);
        _metrics.Snapshot();
        return _metrics.Snapshot();
    }

    private Task EndAsync(Random random)
    {
        var started = TestData.Transaction(random.Next(1, 500), random.Next(3) == 0 ? "JPY" : "EUR", flags: random.Next(5) == 0
            ? ["large_amount"] : []).Start();
        var took = TimeSpan.FromMilliseconds(random.Next(2_000));
        return _metrics.Handle(new TransactionCompleted(
            random.Next(4) == 0 ? started.Fail(_clock.GetUtcNow(), took, "do_not_honor") : started.Complete(_clock.GetUtcNow(), took)),
                default);
    }

    private TransactionCompleted Ended(Transaction transaction) => new(TestData.Completed(transaction, _clock.GetUtcNow()));

    private static async IAsyncEnumerable<TransactionEnd> Stored(IEnumerable<DateTimeOffset> ends)
    {
        await Task.Yield();
        foreach (var end in ends) yield return TransactionEnd.Of(TestData.Completed(at: end));
    }
}
