using Dashboard.Application.Metrics;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.UnitTests.Metrics;

/// <summary>What stays bounded and exact when much runs through the windows: arrays, source slots, currencies.</summary>
public sealed class WindowedMetricsBoundsTests
{
    private const int RingSeconds = 3_720;

    [Fact]
    public void Record_AfterTheRingHasTurnedTwice_AllocatesNothing() =>
        AllocatedByRecord(sources: 5, warmUpSeconds: 2 * RingSeconds, measuredSeconds: RingSeconds).Count(bytes => bytes > 0)
            .ShouldBeLessThan(RingSeconds / 100);

    [Fact]
    public void Record_ManySourcesInNewSeconds_ReusesTheTablesOfSecondsPast()
    {
        // A table of a hundred sources takes over 4,000 bytes; the other tables of a second a few hundred.
        var allocated = AllocatedByRecord(sources: 100, warmUpSeconds: 600, measuredSeconds: 3_000).Sum();

        (allocated / 3_000).ShouldBeLessThan(1_000);
    }

    [Fact]
    public void Record_ASecondThatJustLeftTheHour_LeavesTheFarthestSecondAlone()
    {
        // Both have the same place in the ring.
        var windows = new WindowedMetrics(TestData.Time);
        windows.Record(SampleAt(TestData.Time.AddSeconds(120)));
        windows.Record(SampleAt(TestData.Time.AddSeconds(120 - RingSeconds)));

        windows.Compute(TestData.Time.AddSeconds(120)).LastMinute.Count.ShouldBe(1);
    }

    [Fact]
    public void Record_AfterAStepBackWhileAllTablesAreInUse_SharesNone()
    {
        var windows = new WindowedMetrics(TestData.Time.AddSeconds(299));
        RecordEach(0, 299, "first");
        windows.Compute(TestData.Time.AddSeconds(600));
        RecordEach(301, 600, "second");
        windows.Compute(TestData.Time.AddSeconds(550));
        RecordEach(251, 299, "late");

        // The tallies of 251 … 300 went with the first step; those of 301 … 550 stand.
        Counts(550).ShouldBe([("second", 250), ("late", 49)]);
        Counts(600).ShouldBe([("second", 300)]);
        Counts(900).ShouldBeEmpty();

        void RecordEach(int from, int to, string source)
        {
            for (var second = from; second <= to; second++) windows.Record(SampleAt(TestData.Time.AddSeconds(second), source));
        }

        IEnumerable<(string, long)> Counts(int second) =>
            windows.Compute(TestData.Time.AddSeconds(second)).TopSources.Select(s => (s.Source, s.Count));
    }

    [Fact]
    public void Record_OnlyThePlacesOfSourcesThatLeft_AreGivenToOthers()
    {
        var windows = new WindowedMetrics(TestData.Time);
        for (var i = 0; i < SourceTable.MaxFollowed; i++) windows.Record(SampleAt(TestData.Time, "early-" + i));
        windows.Compute(TestData.Time.AddSeconds(299));
        windows.Record(SampleAt(TestData.Time.AddSeconds(299), "no place"));
        windows.Compute(TestData.Time.AddSeconds(299)).TopSources[0].Source.ShouldBe(Transaction.OtherSources);

        windows.Compute(TestData.Time.AddSeconds(300));
        windows.Record(SampleAt(TestData.Time.AddSeconds(300), "place"));
        var top = windows.Compute(TestData.Time.AddSeconds(300)).TopSources;

        top.Select(s => (s.Source, s.Count)).ShouldBe([(Transaction.OtherSources, 1), ("place", 1)]);
        windows.FollowedSources.ShouldBe(1);
    }

    [Fact]
    public void Top_MoreSourcesThanPlaces_StillAddsUpPerCurrency()
    {
        var table = new SourceTable();
        Currency[] currencies = [Currency.FromCode("JPY"), Currency.FromCode("USD")];
        for (var i = 0; i < 5_000; i++)
        {
            var slot = table.SlotOf("source-" + (i / 2), currencies[i % 2]);
            table.Add(slot, new SourceTally { Failed = i % 5 == 0 ? 1 : 0, Volume = new VolumeTally { Count = 1, All = i } }, sign: 1);
        }

        var all = table.Top(int.MaxValue);

        table.Followed.ShouldBe(SourceTable.MaxFollowed);
        all.Count.ShouldBe((SourceTable.MaxFollowed / 2) + 1);
        all.Sum(s => s.Count).ShouldBe(5_000);
        all.Sum(s => s.Count * s.FailureRate).ShouldBe(1_000, 1e-6);
        SumOf("JPY").ShouldBe(Enumerable.Range(0, 5_000).Where(i => i % 2 == 0).Sum());
        SumOf("USD").ShouldBe(Enumerable.Range(0, 5_000).Where(i => i % 2 == 1).Sum() / 100m);

        decimal SumOf(string currency) => all.SelectMany(s => s.Volumes).Where(v => v.Currency == currency).Sum(v => v.Amount);
    }

    [Fact]
    public void Compute_TenCurrencies_NeverMixesThem()
    {
        string[] codes = ["USD", "EUR", "JPY", "KWD", "CLF", "GBP", "CHF", "BHD", "KRW", "AED"];
        var windows = new WindowedMetrics(TestData.Time);
        for (var i = 0; i < 1_000; i++)
        {
            var code = i % codes.Length;
            var amount = Money.FromMinorUnits(10_000 * (code + 1), Currency.FromCode(codes[code]));
            windows.Record(SampleAt(TestData.Time, "source-" + (i % 3)) with { Amount = amount });
        }

        var figures = windows.Compute(TestData.Time);

        // A hundred each of 10,000, 20,000, … 100,000 minor units, with 2, 2, 0, 3, 4, 2, 2, 3, 0 and 2 decimals, by code.
        (string, decimal)[] expected =
        [
            ("AED", 100_000m), ("BHD", 8_000m), ("CHF", 70_000m), ("CLF", 500m), ("EUR", 20_000m),
            ("GBP", 60_000m), ("JPY", 3_000_000m), ("KRW", 9_000_000m), ("KWD", 4_000m), ("USD", 10_000m),
        ];
        figures.LastMinute.Volumes.Select(v => (v.Currency, v.Amount)).ShouldBe(expected);
        figures.LastHour.Volumes.Select(v => (v.Currency, v.Amount)).ShouldBe(expected);
        figures.TopSources.SelectMany(s => s.Volumes).GroupBy(v => v.Currency).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Sum(v => v.Amount))).ShouldBe(expected);
        windows.Compute(TestData.Time.AddMinutes(1)).LastMinute.Volumes.ShouldBeEmpty();
    }

    [Fact]
    public void Compute_AmountsThatCancelOut_KeepTheirCurrency()
    {
        var windows = new WindowedMetrics(TestData.Time);
        windows.Record(SampleAt(TestData.Time));
        windows.Record(SampleAt(TestData.Time) with { Amount = Money.FromMinorUnits(-100, Currency.FromCode("EUR")) });

        windows.Compute(TestData.Time).LastMinute.Volumes.ShouldBe([new VolumeDto("EUR", 0.00m, 1.00m, 1.00m)]);
    }

    [Fact]
    public void Compute_FailedPaymentsAndRefunds_AreNoCompletedVolume()
    {
        var windows = new WindowedMetrics(TestData.Time);
        foreach (var (minorUnits, failed) in ((long, bool)[])[(10_000, false), (500, true), (-2_000, false), (-300, true)])
        {
            var amount = Money.FromMinorUnits(minorUnits, Currency.FromCode("EUR"));
            windows.Record(SampleAt(TestData.Time) with { Failed = failed, Amount = amount });
        }

        var figures = windows.Compute(TestData.Time);

        VolumeDto[] expected = [new("EUR", Amount: 82.00m, Completed: 100.00m, Refunded: 20.00m)];
        figures.LastMinute.Volumes.ShouldBe(expected);
        figures.TopSources.Single().Volumes.ShouldBe(expected);
        windows.Compute(TestData.Time.AddMinutes(1)).LastMinute.Volumes.ShouldBeEmpty();
        windows.Compute(TestData.Time.AddMinutes(1)).LastHour.Volumes.ShouldBe(expected);
    }

    // Bytes of each measured second. A collection on another thread can show up in a few of them, because the runtime counts in blocks.
    private static List<long> AllocatedByRecord(int sources, int warmUpSeconds, int measuredSeconds)
    {
        var names = Enumerable.Range(0, sources).Select(i => "source-" + i).ToArray();
        var windows = new WindowedMetrics(TestData.Time);
        var allocated = new List<long>();
        for (var second = 0; second < warmUpSeconds + measuredSeconds; second++)
        {
            var now = TestData.Time.AddSeconds(second);
            windows.Compute(now);
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var name in names) windows.Record(SampleAt(now, name));
            if (second >= warmUpSeconds) allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return allocated;
    }

    private static TransactionEnd SampleAt(DateTimeOffset at, string source = "pos") =>
        new(at, Failed: false, Flagged: false, source, Money.FromMinorUnits(100, Currency.FromCode("EUR")), TimeSpan.FromMilliseconds(10));
}
