using CsCheck;
using Dashboard.Domain.Common;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Domain;

public sealed class OrderedIdsTests
{
    private const int PerMillisecond = 4_096;

    private static readonly Gen<int> AnyNode = Gen.Int[0, OrderedIds.MaxNode];

    [Fact]
    public void Next_AnyNodeClockAndStart_RisesAndKeepsItsNode() =>
        Gen.Select(AnyNode, Gen.Long[0, long.MaxValue >> 2], Gen.Int[-5, 5].Array[1, 40]).Sample((node, stored, steps) =>
        {
            var clock = new FakeTimeProvider(TestData.Time);
            var ids = new OrderedIds(clock, node);
            ids.StartAfter(new OrderedId(stored));
            var last = stored;
            foreach (var step in steps)
            {
                clock.AdjustTime(clock.GetUtcNow() + TimeSpan.FromMilliseconds(step));
                var id = ids.Next().Value;
                id.ShouldBeGreaterThan(last);
                NodeOf(id).ShouldBe(node);
                last = id;
            }
        });

    [Fact]
    public void Next_AfterAnyStoredId_IsTheLowestIdOfTheNodeAbove() =>
        Gen.Select(AnyNode, Gen.Long[0, (1 << 20) - 1]).Sample((node, lowBits) =>
        {
            var millisecond = TestData.Time.ToUnixTimeMilliseconds();
            var ids = new OrderedIds(new FakeTimeProvider(TestData.Time - TimeSpan.FromDays(1)), node);
            ids.StartAfter(new OrderedId((millisecond << 20) | lowBits));

            // The naive answer: count up until the node bits are right.
            var expected = (millisecond << 20) | lowBits;
            do expected++;
            while (NodeOf(expected) != node);

            ids.Next().Value.ShouldBe(expected);
        });

    [Fact]
    public void Next_MoreThanAMillisecondHas_CarriesIntoTheNextWithoutTouchingTheNode()
    {
        var ids = new OrderedIds(new FakeTimeProvider(TestData.Time), node: 7);

        var made = Enumerable.Range(0, 2 * PerMillisecond + 1).Select(_ => ids.Next()).ToList();

        made.Take(PerMillisecond).ShouldAllBe(id => id.Time == TestData.Time);
        made.Skip(PerMillisecond).Take(PerMillisecond).ShouldAllBe(id => id.Time == TestData.Time.AddMilliseconds(1));
        made[^1].Time.ShouldBe(TestData.Time.AddMilliseconds(2));
        made.ShouldAllBe(id => NodeOf(id.Value) == 7);
        made.ShouldBe(made.Order());
        made.Distinct().Count().ShouldBe(made.Count);
    }

    [Fact]
    public void Next_ClockCatchesUp_FollowsTheClockAgain()
    {
        var clock = new FakeTimeProvider(TestData.Time);
        var ids = new OrderedIds(clock);
        var ahead = Enumerable.Range(0, 3 * PerMillisecond).Select(_ => ids.Next()).ToList()[^1];

        clock.Advance(TimeSpan.FromMilliseconds(10));

        ahead.Time.ShouldBe(TestData.Time.AddMilliseconds(2));
        ids.Next().Time.ShouldBe(clock.GetUtcNow());
    }

    [Fact]
    public void Next_SeveralNodesInOneMillisecond_NeverGiveTheSame()
    {
        var clock = new FakeTimeProvider(TestData.Time);
        OrderedIds[] nodes = [new(clock), new(clock, node: 1), new(clock, OrderedIds.MaxNode)];

        // Each overflows its millisecond, so that carrying over is covered, too.
        var made = nodes.SelectMany(ids => Enumerable.Range(0, PerMillisecond + 10).Select(_ => ids.Next())).ToList();

        made.Distinct().Count().ShouldBe(nodes.Length * (PerMillisecond + 10));
    }

    [Fact]
    public void Next_ClockSetBack_StillRises()
    {
        var clock = new FakeTimeProvider(TestData.Time);
        var ids = new OrderedIds(clock);
        var first = ids.Next();

        clock.AdjustTime(TestData.Time - TimeSpan.FromHours(1));

        ids.Next().ShouldBeGreaterThan(first);
    }

    [Fact]
    public void Next_ManyThreads_NeverRepeats()
    {
        var ids = new OrderedIds(TimeProvider.System, node: 3);
        var made = new long[8][];

        Parallel.For(0, made.Length, i => made[i] = [.. Enumerable.Range(0, 20_000).Select(_ => ids.Next().Value)]);

        made.SelectMany(m => m).Distinct().Count().ShouldBe(160_000);
        made.ShouldAllBe(m => m.SequenceEqual(m.Order()));
    }

    [Fact]
    public void StartAfter_StoredIdOfTheFuture_GoesOnAboveIt()
    {
        var ids = new OrderedIds(new FakeTimeProvider(TestData.Time));
        var stored = OrderedId.FirstAt(TestData.Time + TimeSpan.FromDays(1));

        ids.StartAfter(stored);

        ids.Next().ShouldBeGreaterThan(stored);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4_094, 4_095)]
    [InlineData(4_095, 1 << 20)]
    [InlineData(4_096, 1 << 20)]
    [InlineData(1_048_575, 1 << 20)]
    public void StartAfter_OlderStoreWithOneCounter_GoesOnAboveItsHighest(long storedCounter, long expected)
    {
        // Both relative to the millisecond of the stored id, in which the clock still is.
        var millisecond = TestData.Time.ToUnixTimeMilliseconds() << 20;
        var ids = new OrderedIds(new FakeTimeProvider(TestData.Time));

        ids.StartAfter(new OrderedId(millisecond | storedCounter));

        ids.Next().Value.ShouldBe(millisecond + expected);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void Constructor_NoSuchNode_Throws(int node) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new OrderedIds(TimeProvider.System, node));

    private static int NodeOf(long id) => (int)(id >> 12) & 0xFF;
}
