using System.Data.Common;
using Dashboard.Application.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>Tells a row that the store refuses, where a retry is useless, from an outage, where a retry helps.</summary>
internal sealed class StoreErrors : IStoreErrors
{
    // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE (sqlite.org/rescode.html)
    private static readonly int[] SqliteBadRow = [18, 19, 20, 25];

    private const int SqliteNoMemory = 7;

    // SQLITE_PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, AUTH, NOTADB
    private static readonly int[] SqliteOutage = [3, 5, 6, 7, 8, 10, 11, 13, 14, 15, 23, 26];

    // Duplicate key, constraint, truncation, overflow, conversion (Database Engine events and errors)
    private static readonly int[] SqlServerBadRow = [2601, 2627, 547, 515, 2628, 8152, 8115, 220, 245, 241, 242];

    // Wrong syntax and unknown names: an error in the program, which a retry does not repair.
    private static readonly int[] SqlServerBadStatement = [102, 156, 207, 208, 2812, 8144];

    // Classes: wrong or too long value, constraint (postgresql.org/docs/current/errcodes-appendix.html)
    private static readonly string[] PostgresBadRow = ["22", "23"];

    // Classes: unknown feature, wrong syntax and unknown names.
    private static readonly string[] PostgresBadStatement = ["0A", "42"];

    // Of the class of wrong statements, but a matter of the operator, who can grant it while the program waits.
    private const string PostgresNoPermission = PostgresErrorCodes.InsufficientPrivilege;

    public static bool IsBadRow(Exception exception) => exception switch
    {
        DbUpdateConcurrencyException => true,
        // EF Core wraps a broken connection as well, and a stop disposes contexts in use: neither is the fault of a row.
        _ when Wrapped(exception) is { } inner => IsBadRow(inner),
        SqliteException sqlite => SqliteBadRow.Contains(sqlite.SqliteErrorCode),
        SqlException sql => SqlServerBadRow.Contains(sql.Number),
        PostgresException postgres => PostgresBadRow.Contains(postgres.SqlState[..2]),
        ObjectDisposedException => false,
        InvalidOperationException or ArgumentException or OverflowException or FormatException or InvalidCastException => true,
        _ => false,
    };

    /// <summary>True when the database cannot be reached, read or written at all.</summary>
    public static bool IsOutage(Exception exception) => exception switch
    {
        _ when Wrapped(exception) is { } inner => IsOutage(inner),
        SqliteException sqlite => SqliteOutage.Contains(sqlite.SqliteErrorCode),
        SqlException sql => !SqlServerBadRow.Contains(sql.Number) && !SqlServerBadStatement.Contains(sql.Number),
        PostgresException { SqlState: PostgresNoPermission } => true,
        PostgresException postgres => !PostgresBadRow.Contains(postgres.SqlState[..2])
            && !PostgresBadStatement.Contains(postgres.SqlState[..2]),
        DbException or TimeoutException => true,
        _ => false,
    };

    /// <summary>True when a table or a column is not there, although the database answers.</summary>
    public static bool IsMissingTable(Exception exception) =>
        (Wrapped(exception) ?? exception) is DbException database && !IsOutage(database) && !IsBadRow(database);

    /// <summary>True when the program itself has no memory left. The store may be well.</summary>
    public static bool IsOutOfMemory(Exception exception) => exception switch
    {
        OutOfMemoryException => true,
        SqliteException { SqliteErrorCode: SqliteNoMemory } => true,
        { InnerException: { } inner } => IsOutOfMemory(inner),
        _ => false,
    };

    /// <summary>The provider's message, without EF Core's wrapping and without values of the row.</summary>
    public static string Reason(Exception exception) =>
        IsOutOfMemory(exception) ? "the program is out of memory"
            : Wrapped(exception) is { } inner ? Reason(inner)
            : exception.Message;

    public string? OutageReasonOf(Exception exception) => IsOutage(exception) ? Reason(exception) : null;

    // What EF Core puts around the exception of the provider: also when its last retry failed.
    private static Exception? Wrapped(Exception exception) =>
        exception is DbUpdateException or InvalidOperationException or RetryLimitExceededException ? exception.InnerException : null;

    bool IStoreErrors.IsOutOfMemory(Exception exception) => IsOutOfMemory(exception);
}
