using System.Data.Common;
using Dashboard.Application.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Tells a bad row, which no retry mends, from a store that is away, which one does.</summary>
internal sealed class StoreErrors : IStoreErrors
{
    // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE (sqlite.org/rescode.html)
    private static readonly int[] SqliteBadRow = [18, 19, 20, 25];

    // SQLITE_PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, AUTH, NOTADB
    private static readonly int[] SqliteAway = [3, 5, 6, 7, 8, 10, 11, 13, 14, 15, 23, 26];

    // Duplicate key, constraint, truncation, overflow, conversion (Database Engine events and errors)
    private static readonly int[] SqlServerBadRow = [2601, 2627, 547, 515, 2628, 8152, 8115, 220, 245, 241, 242];

    // Syntax and names that do not exist: the program is wrong, and waiting does not mend it.
    private static readonly int[] SqlServerBadStatement = [102, 156, 207, 208, 2812, 8144];

    public static bool IsBadRow(Exception exception) => exception switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => IsBadRow(inner),
        SqliteException sqlite => SqliteBadRow.Contains(sqlite.SqliteErrorCode),
        SqlException sql => SqlServerBadRow.Contains(sql.Number),
        // A framework's wrapping of a connection that broke, and a context closed under a stop, say nothing of the row.
        InvalidOperationException { InnerException: { } inner } => IsBadRow(inner),
        ObjectDisposedException => false,
        InvalidOperationException or ArgumentException or OverflowException or FormatException or InvalidCastException => true,
        _ => false,
    };

    /// <summary>True when a database cannot be reached, read or written, whatever is asked of it.</summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => IsAway(inner),
        InvalidOperationException { InnerException: { } inner } => IsAway(inner),
        SqliteException sqlite => SqliteAway.Contains(sqlite.SqliteErrorCode),
        SqlException sql => !SqlServerBadRow.Contains(sql.Number) && !SqlServerBadStatement.Contains(sql.Number),
        DbException or TimeoutException => true,
        _ => false,
    };

    /// <summary>What the provider says, without the framework's wrapping and without values of the row.</summary>
    public static string Reason(Exception exception) =>
        exception is DbUpdateException or InvalidOperationException && exception.InnerException is { } inner ? Reason(inner) : exception.Message;

    public string? OutageReasonOf(Exception exception) => IsAway(exception) ? Reason(exception) : null;
}
