using CsCheck;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Books;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Domain;

public sealed class OrderedIdTests
{
    [Fact]
    public void Text_AnyTwoIds_RoundTripsAndKeepsTheOrder() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue]).Sample((a, b) =>
        {
            var (left, right) = (new OrderedId(a), new OrderedId(b));
            OrderedId.TryParse(left.ToString(), out var parsed).ShouldBeTrue();
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
    public void TryParse_NotAnId_IsFalse(string? text)
    {
        OrderedId.TryParse(text, out _).ShouldBeFalse();
        TransactionId.TryParse(text, out _).ShouldBeFalse();
        AlertId.TryParse(text, out _).ShouldBeFalse();
    }

    [Fact]
    public void Text_StoredBeforeNodesHadNumbers_IsAsItWas()
    {
        // 1,048,575 is the highest counter of the older form; in the new form the same bits are node 255 and counter 4,095.
        var id = new TransactionId((1_773_480_413_000L << 20) | 1_048_575);

        id.ToString().ShouldBe("1KKNTQ1T8ZZZZ");
        id.Time.ShouldBe(TestData.Time);
        new AlertId(id.Value).ToString().ShouldBe(id.ToString());
        new RunId(id.Value).ToString().ShouldBe(id.ToString());
        TransactionId.TryParse("1kkntq1t8zzzz", out var read).ShouldBeTrue();
        read.ShouldBe(id);
    }

    [Fact]
    public void FirstAt_TimeOfAnId_IsAtMostThatId()
    {
        var id = new OrderedIds(new FakeTimeProvider(TestData.Time)).Next();

        OrderedId.FirstAt(id.Time).ShouldBeLessThanOrEqualTo(id);
        OrderedId.FirstAt(id.Time + TimeSpan.FromTicks(1)).ShouldBeGreaterThan(id);
    }

    [Fact]
    public void Boundary_OfARun_LiesBetweenEarlierAndLaterTransactions()
    {
        var ids = new OrderedIds(new FakeTimeProvider(TestData.Time));
        var earlier = new TransactionId(ids.Next());
        var run = new RunId(ids.Next());
        var later = new TransactionId(ids.Next());

        run.Boundary.ShouldBeGreaterThan(earlier);
        run.Boundary.ShouldBeLessThan(later);
    }
}
