using Dashboard.Application.Metrics.Series;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Domain.Currencies;

namespace Dashboard.UnitTests.Metrics;

public sealed class MetricsBucketsTests
{
    private static readonly Currency Euro = Currency.FromCode("EUR");

    // A second that begins a bucket of every length.
    private static readonly DateTimeOffset Minute = DateTimeOffset.FromUnixTimeSeconds(1_790_000_040);

    private readonly WindowedMetrics _windows = new(Minute);
    private readonly Dictionary<SeriesRange, MetricsBuckets> _makers = [];

    [Fact]
    public void Of_EndsOfTwoBuckets_AreCountedInTheirOwnOnly()
    {
        Record(Minute.AddSeconds(4.9), reason: "issuer_timeout");
        Record(Minute.AddSeconds(5), reason: null, units: 700);
        Record(Minute.AddSeconds(9), reason: "expired_card");
        Record(Minute.AddSeconds(10), reason: "expired_card");

        var buckets = At(Minute.AddSeconds(11), SeriesRange.FiveMinutes);

        buckets.At.TakeLast(3).ShouldBe([Seconds(0), Seconds(5), Seconds(10)]);
        buckets.At.Count.ShouldBe(60);
        buckets.Ended.TakeLast(3).ShouldBe([1, 2, 1]);
        buckets.Failed.TakeLast(3).ShouldBe([1, 1, 1]);
        buckets.Volumes.ShouldHaveSingleItem().Completed.TakeLast(3).ShouldBe([0, 7, 0]);
        buckets.Reasons.Select(r => r.Reason).ShouldBe(["expired_card", "issuer_timeout"]);
        buckets.Reasons[0].Counts.TakeLast(3).ShouldBe([0, 1, 1]);
        buckets.To.ShouldBe(Minute.AddSeconds(11));
    }

    [Fact]
    public void Of_AnEndThatComesLate_IsCountedInItsBucket()
    {
        Record(Minute.AddSeconds(2), reason: null);
        At(Minute.AddSeconds(20), SeriesRange.FiveMinutes).Ended.TakeLast(5).ShouldBe([1, 0, 0, 0, 0]);

        Record(Minute.AddSeconds(3), reason: "expired_card");

        var buckets = At(Minute.AddSeconds(20), SeriesRange.FiveMinutes);
        buckets.Ended.TakeLast(5).ShouldBe([2, 0, 0, 0, 0]);
        buckets.Reasons.ShouldHaveSingleItem().Counts.TakeLast(5).ShouldBe([1, 0, 0, 0, 0]);
        At(Minute.AddSeconds(25), SeriesRange.FiveMinutes).Ended.TakeLast(6).ShouldBe([2, 0, 0, 0, 0, 0]);
    }

    [Fact]
    public void Of_SecondsBeforeTheStart_HaveNoFigures()
    {
        var buckets = At(Minute.AddSeconds(3), SeriesRange.FifteenMinutes);

        buckets.KnownSince.ShouldBe(Minute);
        buckets.Ended.TakeLast(2).ShouldBe([null, 0]);
        buckets.P95ProcessingMs[^1].ShouldBeNull();
    }

    [Fact]
    public void Of_AnyRun_SumsUpToTheHour()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
            Record(Minute.AddMilliseconds(random.Next(3_500_000)), random.Next(10) == 0 ? "reason-" + random.Next(3) : null);

        var hour = _windows.Compute(Minute.AddSeconds(3_540)).LastHour;
        var buckets = At(Minute.AddSeconds(3_540), SeriesRange.Hour);

        buckets.BucketSeconds.ShouldBe(60);
        buckets.Ended.Sum().ShouldBe(hour.Count);
        buckets.Failed.Sum().ShouldBe(hour.Failed);
        buckets.Reasons.Sum(r => r.Counts.Sum()).ShouldBe(hour.Failed);
    }

    [Fact]
    public void Of_MoreReasonsThanAreFollowed_CountsAllAndNamesFour()
    {
        for (var i = 0; i < 300; i++) Record(Minute.AddSeconds(i % 60), "reason-" + i % 150);

        var buckets = At(Minute.AddSeconds(60), SeriesRange.FiveMinutes);

        _windows.Reasons.Followed.ShouldBe(ReasonTable.MaxFollowed);
        buckets.Reasons.Count.ShouldBe(MetricsBuckets.MaxReasons);
        buckets.Failed.Sum().ShouldBe(300);

        // When their seconds have left the hour, other reasons find a place.
        _windows.Compute(Minute.AddHours(2));
        _windows.Reasons.Followed.ShouldBe(0);
    }

    private void Record(DateTimeOffset at, string? reason, long units = 100)
    {
        _windows.Compute(at > _windows.EndTime ? at : _windows.EndTime);
        _windows.Record(new TransactionEnd(
            at, reason is not null, false, "pos", Money.FromMinorUnits(units, Euro), TimeSpan.FromMilliseconds(5))
        {
            FailureReason = reason,
        });
    }

    private MetricsBucketsDto At(DateTimeOffset now, SeriesRange range)
    {
        _windows.Compute(now);
        if (!_makers.TryGetValue(range, out var maker)) _makers[range] = maker = new MetricsBuckets(range, Minute.ToUnixTimeSeconds());
        return maker.Of(_windows, new SeriesRing(now, TimeSpan.FromSeconds(3)));
    }

    private static long Seconds(int after) => Minute.ToUnixTimeSeconds() + after;
}
