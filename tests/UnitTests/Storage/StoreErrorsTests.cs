using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

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

    [Theory]
    [InlineData("23505", true, false)] // unique violation
    [InlineData("23514", true, false)] // check violation
    [InlineData("22001", true, false)] // text too long
    [InlineData("22021", true, false)] // a zero character
    [InlineData("42601", false, false)] // syntax
    [InlineData("42P01", false, false)] // no such table
    [InlineData("0A000", false, false)] // not supported
    [InlineData("42501", false, true)] // no permission
    [InlineData("25006", false, true)] // read-only
    [InlineData("28P01", false, true)] // wrong password
    [InlineData("3D000", false, true)] // no such database
    [InlineData("40001", false, true)] // serialization failure
    [InlineData("40P01", false, true)] // deadlock
    [InlineData("53100", false, true)] // disk full
    [InlineData("53300", false, true)] // too many connections
    [InlineData("55P03", false, true)] // lock not available
    [InlineData("57014", false, true)] // statement timeout
    [InlineData("57P01", false, true)] // administrator shutdown
    [InlineData("57P03", false, true)] // cannot connect now
    [InlineData("XX001", false, true)] // corrupt data
    public void PostgresState_TellsARowAStatementAndAStoreThatIsAway(string state, bool badRow, bool outage)
    {
        var exception = new PostgresException("message", "ERROR", "ERROR", state);

        StoreErrors.IsBadRow(exception).ShouldBe(badRow);
        StoreErrors.IsOutage(exception).ShouldBe(outage);
        StoreErrors.IsBadRow(new DbUpdateException("wrapped", exception)).ShouldBe(badRow);
        StoreErrors.IsOutage(new RetryLimitExceededException("wrapped", exception)).ShouldBe(outage);
    }

    [Fact]
    public void OutageReasonOf_ConnectionThatStaysBrokenAfterTheLastRetry_IsTheReasonOfTheProvider() =>
        new StoreErrors().OutageReasonOf(
            new RetryLimitExceededException("The maximum number of retries was exceeded", new NpgsqlException("Failed to connect")))
            .ShouldBe("Failed to connect");

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
