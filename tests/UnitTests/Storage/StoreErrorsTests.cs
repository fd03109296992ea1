using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.UnitTests.Storage;

public sealed class StoreErrorsTests
{
    [Theory]
    [InlineData(19, true)]
    [InlineData(18, true)]
    [InlineData(5, false)]
    [InlineData(10, false)]
    [InlineData(13, false)]
    [InlineData(8, false)]
    [InlineData(14, false)]
    public void IsBadRow_SqliteCode_TellsARowFromAStoreThatIsAway(int code, bool badRow)
    {
        var exception = new SqliteException("message", code);

        StoreErrors.IsBadRow(exception).ShouldBe(badRow);
        StoreErrors.IsBadRow(new DbUpdateException("wrapped", exception)).ShouldBe(badRow);
        StoreErrors.IsBadRow(new InvalidOperationException("wrapped", exception)).ShouldBe(badRow);
        StoreErrors.Reason(new DbUpdateException("wrapped", exception)).ShouldBe("message");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(14)]
    public void OutageReasonOf_StoreThatCannotBeUsed_IsTheReason(int code) =>
        new StoreErrors().OutageReasonOf(
            new InvalidOperationException("wrapped", new DbUpdateException("wrapped", new SqliteException("message", code))))
            .ShouldBe("message");

    [Fact]
    public void OutageReasonOf_StatementThatIsWrong_IsNull() =>
        new StoreErrors().OutageReasonOf(new SqliteException("no such table", 1)).ShouldBeNull();

    [Fact]
    public void Reason_ProgramOutOfMemory_SaysSoAndNotThatTheStoreIsAway()
    {
        // A kind of its own, because the runtime keeps the plain one for itself.
        Exception[] all = [new InsufficientMemoryException("thrown"), new SqliteException("SQLite Error 7: 'out of memory'.", 7)];
        foreach (var exception in all)
        {
            var wrapped = new InvalidOperationException("wrapped", new DbUpdateException("wrapped", exception));
            StoreErrors.IsOutOfMemory(wrapped).ShouldBeTrue();
            StoreErrors.Reason(wrapped).ShouldBe("the program is out of memory");
        }

        StoreErrors.IsOutOfMemory(new SqliteException("message", 13)).ShouldBeFalse();
    }

    [Fact]
    public void IsBadRow_ContextClosedUnderAStop_IsNot() => StoreErrors.IsBadRow(new ObjectDisposedException("context")).ShouldBeFalse();
}
