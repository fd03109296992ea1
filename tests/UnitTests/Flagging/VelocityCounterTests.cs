using CsCheck;
using Dashboard.Application.Flagging;

namespace Dashboard.UnitTests.Flagging;

public sealed class VelocityCounterTests
{
    private const int Limit = 4;

    [Fact]
    public void Exceeds_RandomStream_EqualsANaiveCount() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 300]).Array[1, 200].Sample(steps =>
        {
            var counter = new VelocityCounter(Limit, TimeSpan.FromSeconds(60), maxAccounts: 100);
            var seen = new List<(string Account, DateTimeOffset At)>();
            var at = TestData.Time;
            foreach (var (account, secondsOn) in steps)
            {
                at = at.AddSeconds(secondsOn % 30);
                var name = "A" + account;
                var expected = seen.Count(s => s.Account == name && s.At <= at && s.At > at.AddSeconds(-60)) + 1 > Limit;

                Store(counter, name, at).ShouldBe(expected);
                seen.Add((name, at));
            }
        });

    [Fact]
    public void Exceeds_RandomStreamWithRetriesAndRefusals_CountsEachStoredPaymentOnce() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 12], Gen.Int[0, 9]).Array[1, 100].Sample(steps =>
        {
            var counter = new VelocityCounter(Limit, TimeSpan.FromSeconds(60), maxAccounts: 100);
            var stored = new Dictionary<(string Account, int Identity), DateTimeOffset>();
            var at = TestData.Time;
            foreach (var (account, identity, kind) in steps)
            {
                at = at.AddSeconds(7);
                var name = "A" + account;
                var payment = new Occurrence(at.UtcTicks, identity);
                var isStored = kind > 2 && !stored.ContainsKey((name, identity));
                var newest = stored.Where(s => s.Key.Account == name).OrderByDescending(s => s.Value).Take(Limit).ToList();
                var expected = newest.Count(s => s.Key.Identity != identity && s.Value > at.AddSeconds(-60)) + 1 > Limit;

                counter.Exceeds(name, payment).ShouldBe(expected);
                counter.Expect(name, payment);
                counter.Settle(name, payment, isStored);
                if (isStored) stored.Add((name, identity), at);
            }

            counter.ExpectedAccounts.ShouldBe(0);
        });

    [Fact]
    public void Exceeds_PaymentsOfOneCall_CountForEachOther()
    {
        var counter = new VelocityCounter(limit: 2, TimeSpan.FromMinutes(1), maxAccounts: 10);
        var payments = Enumerable.Range(1, 5).Select(i => new Occurrence(TestData.Time.UtcTicks + i, i)).ToList();

        var exceeds = payments.Select(p =>
        {
            var result = counter.Exceeds("A", p);
            counter.Expect("A", p);
            return result;
        }).ToList();
        foreach (var payment in payments) counter.Settle("A", payment, isStored: true);

        exceeds.ShouldBe([false, false, true, true, true]);
        (counter.ExpectedAccounts, counter.Accounts).ShouldBe((0, 1));
    }

    [Fact]
    public void Exceeds_OtherAccountsFillOneGeneration_TheBusyOneIsStillKnown()
    {
        var counter = new VelocityCounter(limit: 2, TimeSpan.FromMinutes(1), maxAccounts: 10);
        Store(counter, "busy", TestData.Time);
        Store(counter, "busy", TestData.Time);

        for (var i = 0; i < 7; i++) Store(counter, "other" + i, TestData.Time);

        Store(counter, "busy", TestData.Time).ShouldBeTrue();
    }

    [Fact]
    public void Settle_ManyAccounts_MemoryStaysBounded()
    {
        var counter = new VelocityCounter(3, TimeSpan.FromMinutes(1), maxAccounts: 100);

        for (var i = 0; i < 10_000; i++) Store(counter, "A" + i, TestData.Time);

        counter.Accounts.ShouldBeLessThanOrEqualTo(100);
        counter.ExpectedAccounts.ShouldBe(0);
    }

    private static bool Store(VelocityCounter counter, string account, DateTimeOffset at)
    {
        var payment = new Occurrence(at.UtcTicks, Identity: 0);
        var exceeds = counter.Exceeds(account, payment);
        counter.Expect(account, payment);
        counter.Settle(account, payment, isStored: true);
        return exceeds;
    }
}
