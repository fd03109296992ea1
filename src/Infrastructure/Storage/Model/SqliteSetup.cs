using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>Sets up each connection so that a commit survives a power cut and readers do not wait for the writer (docs/adr/0015).</summary>
internal sealed class SqliteSetup(string journalMode, string synchronous) : DbConnectionInterceptor
{
    // A longer lock counts as an outage: the writer logs it and retries, instead of blocking every caller in silence.
    private const int LockSeconds = 1;

    private readonly string _pragmas = $"PRAGMA journal_mode = {journalMode}; PRAGMA synchronous = {synchronous};";

    public SqliteSetup() : this("WAL", "FULL") { }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (IsReadOnly(connection)) return;
        using var command = connection.CreateCommand();
        command.CommandText = _pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsReadOnly(connection)) return;
        await using var command = connection.CreateCommand();
        command.CommandText = _pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The migrator opens a read-only connection to see whether the database exists. The journal mode cannot be changed on such a
    // connection.
    private static bool IsReadOnly(DbConnection connection) =>
        connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Makes a relative file name absolute and creates its folder. The store then does not depend on the working directory.
    /// </summary>
    /// <exception cref="OptionsValidationException">Not a connection string of SQLite, or a folder that cannot be created.</exception>
    public static string Resolve(string connectionString, string contentRoot)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(connectionString);
            if (!builder.ShouldSerialize("Default Timeout")) builder.DefaultTimeout = LockSeconds;
            if (builder.Mode == SqliteOpenMode.Memory || builder.DataSource is "" or ":memory:") return builder.ToString();
            builder.DataSource = Path.GetFullPath(builder.DataSource, contentRoot);
            // Only the start makes the file: a reader must not put an empty one in the place of a file that was removed.
            if (builder.Mode == SqliteOpenMode.ReadWriteCreate) builder.Mode = SqliteOpenMode.ReadWrite;
            Directory.CreateDirectory(Path.GetDirectoryName(builder.DataSource)!);
            return builder.ToString();
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(
                "ConnectionStrings", typeof(string), ["ConnectionStrings:Dashboard cannot be used: " + exception.Message]);
        }
    }
}
