using CsCheck;
using Dashboard.Application.Metrics;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.UnitTests.Metrics;

public sealed class WindowedMetricsTests
{
    private static readonly Currency[] Currencies = [.. new[] { "EUR", "JPY", "KWD" }.Select(Currency.FromCode)];

    private static readonly Gen<Func<DateTimeOffset, TransactionEnd>> AnySample =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 4], Gen.Bool, Gen.Bool, Gen.Long[-100_000, 1_000_000],
                Gen.Frequency((20, Gen.Int[0, 5_000]), (1, Gen.Int[4_194_300, int.MaxValue])))
            .Select<(int Currency, int Source, bool Failed, bool Flagged, long Units, int Ms),
                Func<DateTimeOffset, TransactionEnd>>(g => at => new TransactionEnd(
                at, g.Failed, g.Flagged, "source-" + g.Source, Money.FromMinorUnits(g.Units, Currencies[g.Currency]),
                    TimeSpan.FromMilliseconds(g.Ms)));

    // What a run may do: record now, late or early; or let time pass: a little, a minute, a quiet hour.
    private static readonly Gen<(int Kind, int Amount, Func<DateTimeOffset, TransactionEnd> Sample)> AnyStep =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 4_000], AnySample);

    [Fact]
    public void Compute_AnyRunForward_EqualsANaiveRecount() => AnyStep.Array[1, 120].Sample(steps => Run(steps, maxStepBack: 0), iter: 400);

    [Fact]
    public void Compute_AnyRunWithClockStepsBack_EqualsANaiveRecountOfWhatIsLeft() =>
        AnyStep.Array[1, 120].Sample(steps => Run(steps, maxStepBack: 1_800), iter: 400);

    private static void Run((int Kind, int Amount, Func<DateTimeOffset, TransactionEnd> Sample)[] steps, int maxStepBack)
    {
        var now = TestData.Time;
        var end = now.ToUnixTimeSeconds();
        var windows = new WindowedMetrics(now);
        var naive = new NaiveMetrics();
        // The tallies per source reach back five minutes only, so a step back loses more of them.
        var naiveSources = new NaiveMetrics();
        foreach (var (kind, amount, sample) in steps)
        {
            switch (kind)
            {
                case 0 or 1 or 2: Record(sample(now)); break;
                case 3: Record(sample(now.AddSeconds(-amount))); break;
                case 4: Record(sample(now.AddSeconds(amount % 200))); break;
                case 5: now = now.AddMilliseconds(amount); break;
                case 6: now = now.AddSeconds(amount % 70); break;
                case 7: now = now.AddSeconds(amount * 2); break;
                case 8 when maxStepBack > 0: now = now.AddSeconds(-(amount % maxStepBack)); break;
            }

            // Now and then time passes and more is recorded before the windows are moved.
            if (kind < 5 || amount % 3 == 0) continue;
            var figures = windows.Compute(now);
            end = now.ToUnixTimeSeconds();
            // The ring ends an hour back and two minutes ahead.
            naive.Forget(second => second <= end - 3_600 || second > end + 120);
            naiveSources.Forget(second => second <= end - 300 || second > end + 120);
            NaiveMetrics.ShouldEqual(figures.LastMinute, naive.Within(now, 60));
            NaiveMetrics.ShouldEqual(figures.LastFiveMinutes, naive.Within(now, 300));
            NaiveMetrics.ShouldEqual(figures.LastHour, naive.Within(now, 3_600));
            figures.TransactionsPerSecond.ShouldBe(naive.PerSecond(now), 1e-9);
            figures.LastHour.Since.ToUnixTimeSeconds().ShouldBe(end - 3_599);
            ShouldEqual(figures.TopSources, naiveSources.Within(now, 300));
            windows.FollowedSources.ShouldBe(naiveSources.Pairs);
        }

        // Between two computes only what the ring of the last one had room for can be kept.
        void Record(TransactionEnd sample)
        {
            var second = sample.EndedAt.ToUnixTimeSeconds();
            windows.Record(sample).ShouldBe(second <= end + 120);
            if (second > end - 3_600 && second <= end + 120) naive.Record(sample);
            if (second > end - 300 && second <= end + 120) naiveSources.Record(sample);
        }
    }

    [Fact]
    public void Compute_AMillionEventsOverMoreThanAnHour_EqualsANaiveRecount()
    {
        var random = new Random(3);
        var now = TestData.Time;
        var windows = new WindowedMetrics(now);
        var naive = new NaiveMetrics();
        for (var second = 0; second < 5_000; second++)
        {
            for (var i = 0; i < 200; i++)
            {
                var sample = new TransactionEnd(
                    now.AddMilliseconds(random.Next(1_000)), random.Next(20) == 0, random.Next(50) == 0, "s" + random.Next(9),
                    Money.FromMinorUnits(random.Next(-500, 100_000), Currencies[random.Next(3)]),
                        TimeSpan.FromMilliseconds(100 + random.Next(1_900)));
                windows.Record(sample);
                naive.Record(sample);
            }

            now = now.AddSeconds(1);
            if (second % 2 == 0) windows.Compute(now);
        }

        var figures = windows.Compute(now);

        NaiveMetrics.ShouldEqual(figures.LastMinute, naive.Within(now, 60));
        NaiveMetrics.ShouldEqual(figures.LastFiveMinutes, naive.Within(now, 300));
        NaiveMetrics.ShouldEqual(figures.LastHour, naive.Within(now, 3_600));
        figures.LastHour.Count.ShouldBe(3_599 * 200);
        ShouldEqual(figures.TopSources, naive.Within(now, 300));
    }

    [Theory]
    [InlineData(59, 1)]
    [InlineData(60, 0)]
    public void Compute_AtTheEdgeOfTheMinute_TheSecondLeavesWhole(int secondsLater, int count)
    {
        var windows = new WindowedMetrics(TestData.Time);
        windows.Record(SampleAt(TestData.Time.AddMilliseconds(999)));

        windows.Compute(TestData.Time.AddSeconds(secondsLater)).LastMinute.Count.ShouldBe(count);
    }

    [Fact]
    public void Compute_Nothing_GivesZerosAndNoNaN()
    {
        var figures = new WindowedMetrics(TestData.Time).Compute(TestData.Time);

        NaiveMetrics.ShouldEqual(figures.LastHour, []);
        figures.TopSources.ShouldBeEmpty();
        figures.TransactionsPerSecond.ShouldBe(0);
    }

    [Fact]
    public void Record_ReadBackInAnyOrderBeforeTheFirstCompute_IsCounted()
    {
        var windows = new WindowedMetrics(TestData.Time);
        foreach (var age in new[] { 3_599, 0, 1_800, 59, 299, 3_600, 100_000 }) windows.Record(SampleAt(TestData.Time.AddSeconds(-age)));

        var figures = windows.Compute(TestData.Time);

        (figures.LastMinute.Count, figures.LastFiveMinutes.Count, figures.LastHour.Count).ShouldBe((2, 3, 5));
    }

    [Fact]
    public void Record_FarAheadOfTheClock_IsRefusedAndInNoWindow()
    {
        var windows = new WindowedMetrics(TestData.Time);

        windows.Record(SampleAt(TestData.Time + WindowedMetrics.FutureSlack + TimeSpan.FromSeconds(1))).ShouldBeFalse();
        windows.Compute(TestData.Time.AddMinutes(3)).LastHour.Count.ShouldBe(0);
    }

    [Fact]
    public void Record_ManySources_FollowsABoundedNumberAndLosesNoCount()
    {
        var windows = new WindowedMetrics(TestData.Time);
        for (var i = 0; i < 5_000; i++) windows.Record(SampleAt(TestData.Time, "source-" + i));

        var figures = windows.Compute(TestData.Time);

        windows.FollowedSources.ShouldBe(SourceTable.MaxFollowed);
        var others = figures.TopSources[0];
        (others.Source, others.Count).ShouldBe((Transaction.OtherSources, 5_000 - SourceTable.MaxFollowed));
        windows.Compute(TestData.Time.AddMinutes(6)).TopSources.ShouldBeEmpty();
        windows.FollowedSources.ShouldBe(0);
        windows.Record(SampleAt(TestData.Time.AddMinutes(6), "late comer"));
        windows.Compute(TestData.Time.AddMinutes(6)).TopSources.ShouldHaveSingleItem().Source.ShouldBe("late comer");
    }

    [Fact]
    public void Compute_SumsBeyondLong_StayExact()
    {
        var windows = new WindowedMetrics(TestData.Time);
        var largest = Money.FromMinorUnits(Money.MaxMinorUnits, Currencies[0]);
        for (var i = 0; i < 20_000; i++) windows.Record(SampleAt(TestData.Time) with { Amount = largest });

        const decimal Sum = 200_000_000_000_000_000.00m;
        windows.Compute(TestData.Time).LastHour.Volumes.ShouldBe([new VolumeDto("EUR", Sum, Sum, 0.00m)]);
    }

    [Fact]
    public void Record_SteadyState_AllocatesNothing()
    {
        var windows = new WindowedMetrics(TestData.Time);
        var samples = Enumerable.Range(0, 500)
            .Select(i => SampleAt(TestData.Time) with { ProcessingTime = TimeSpan.FromMilliseconds(i * 7 % 900) }).ToArray();
        foreach (var sample in samples) windows.Record(sample);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var sample in samples) windows.Record(sample);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void MiddleOf_AnyTimeOnTheScale_IsWithinOnePercent() => Gen.Long[0, (1 << 22) - 1].Sample(milliseconds =>
        LatencyScale.MiddleOf(LatencyScale.SlotOf(milliseconds)).ShouldBe(milliseconds, Math.Max(0.001, milliseconds * 0.01)));

    [Fact]
    public void SlotOf_BeyondTheScale_IsTheLastSlot()
    {
        LatencyScale.SlotOf(long.MaxValue).ShouldBe((ushort)(LatencyScale.SlotCount - 1));
        LatencyScale.SlotOf(-1).ShouldBe((ushort)0);
    }

    private static TransactionEnd SampleAt(DateTimeOffset at, string source = "pos") =>
        new(at, Failed: false, Flagged: false, source, Money.FromMinorUnits(100, Currencies[0]), TimeSpan.FromMilliseconds(10));

    private static void ShouldEqual(IReadOnlyList<SourceDto> top, List<TransactionEnd> samples)
    {
        var expected = samples.GroupBy(s => s.Source).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Take(10).ToList();
        top.Select(s => (s.Source, s.Count)).ShouldBe(expected.Select(g => (g.Key, (long)g.Count())));
        foreach (var (source, group) in top.Zip(expected))
        {
            source.Volumes.ShouldBe(NaiveMetrics.VolumesOf(group));
            source.FailureRate.ShouldBe((double)group.Count(s => s.Failed) / group.Count(), 1e-12);
        }
    }
}
