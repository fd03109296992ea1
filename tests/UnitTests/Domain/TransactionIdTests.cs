using CsCheck;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Domain.Transactions;
using Dashboard.UnitTests.Common;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Domain;

public sealed class TransactionIdTests
{
    [Fact]
    public void Text_AnyTwoIds_RoundTripsAndKeepsTheOrder() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue]).Sample((a, b) =>
        {
            var (left, right) = (new TransactionId(a), new TransactionId(b));
            TransactionId.TryParse(left.ToString(), out var parsed).ShouldBeTrue();
            parsed.ShouldBe(left);
            Math.Sign(string.CompareOrdinal(left.ToString(), right.ToString())).ShouldBe(left.CompareTo(right));
        });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0000000000000000")]
    [InlineData("ZZZZZZZZZZZZZ")]
    [InlineData("000000000000U")]
    [InlineData("00000000000 0")]
    [InlineData("'; DROP TABLE")]
    public void TryParse_NotAnId_IsFalse(string? text) => TransactionId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Next_ClockSetBack_StillRises()
    {
        var clock = new FakeTimeProvider(Some.Time);
        var ids = new TransactionIds(clock);
        var first = ids.Next();

        clock.AdjustTime(Some.Time - TimeSpan.FromHours(1));

        ids.Next().ShouldBeGreaterThan(first);
    }

    [Fact]
    public void Next_ManyThreads_NeverRepeats()
    {
        var ids = new TransactionIds(TimeProvider.System);
        var made = new long[8][];

        Parallel.For(0, made.Length, i => made[i] = [.. Enumerable.Range(0, 20_000).Select(_ => ids.Next().Value)]);

        made.SelectMany(m => m).Distinct().Count().ShouldBe(160_000);
        made.ShouldAllBe(m => m.SequenceEqual(m.Order()));
    }

    [Fact]
    public void StartAfter_StoredId_GoesOnAboveIt()
    {
        var ids = new TransactionIds(new FakeTimeProvider(Some.Time));
        var stored = TransactionId.FirstAt(Some.Time + TimeSpan.FromDays(1));

        ids.StartAfter(stored);

        ids.Next().ShouldBeGreaterThan(stored);
    }

    [Fact]
    public void FirstAt_TimeOfAnId_IsAtMostThatId()
    {
        var id = new TransactionIds(new FakeTimeProvider(Some.Time)).Next();

        TransactionId.FirstAt(id.Time).ShouldBeLessThanOrEqualTo(id);
        TransactionId.FirstAt(id.Time + TimeSpan.FromTicks(1)).ShouldBeGreaterThan(id);
    }
}
