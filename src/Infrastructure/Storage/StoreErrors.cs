using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Tells a bad row, which no retry mends, from a store that is away, which one does.</summary>
internal static class StoreErrors
{
    // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE (sqlite.org/rescode.html)
    private static readonly int[] SqliteBadRow = [18, 19, 20, 25];

    // Duplicate key, constraint, truncation, overflow, conversion (Database Engine events and errors)
    private static readonly int[] SqlServerBadRow = [2601, 2627, 547, 515, 2628, 8152, 8115, 220, 245, 241, 242];

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

    /// <summary>What the provider says, without the framework's wrapping and without values of the row.</summary>
    public static string Reason(Exception exception) =>
        exception is DbUpdateException { InnerException: { } inner } ? Reason(inner) : exception.Message;
}
