using CsCheck;
using Dashboard.Application.History;
using Dashboard.Domain.Transactions;

namespace Dashboard.UnitTests.History;

public sealed class CreationCursorTests
{
    [Fact]
    public void Text_AnyCursor_RoundTrips() =>
        Gen.Select(Gen.Long[0, DateTimeOffset.MaxValue.Ticks], Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue - 1])
            .Sample((ticks, id, newest) =>
            {
                var cursor = new CreationCursor(new DateTimeOffset(ticks, TimeSpan.Zero), new TransactionId(id), new TransactionId(newest));
                CreationCursor.TryParse(cursor.ToString(), out var parsed).ShouldBeTrue();
                parsed.ShouldBe(cursor);
            });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000000000001")]
    [InlineData("7ZZZZZZZZZZZZ00000000000010000000000001")]
    [InlineData("000000000000100000000000017ZZZZZZZZZZZZ")]
    [InlineData("000000000000U00000000000010000000000001")]
    [InlineData("0000000000001000000000000100000000000010")]
    public void TryParse_NotACursor_IsFalse(string? text) => CreationCursor.TryParse(text, out _).ShouldBeFalse();
}
