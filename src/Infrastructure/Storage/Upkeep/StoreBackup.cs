using System.Globalization;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>Writes a copy of the store beside a running or a stopped program: one instant of it, whatever is committed meanwhile.</summary>
public sealed class StoreBackup
{
    private readonly IDbContextFactory<DashboardDbContext> _contexts;

    internal StoreBackup(IDbContextFactory<DashboardDbContext> contexts) => _contexts = contexts;

    /// <summary>Why no copy can be written to a file, as a sentence; null when it can.</summary>
    public string? WhyNot(string file)
    {
        using var context = _contexts.CreateDbContext();
        if (context.Database.IsSqlServer())
            return "the store is a SQL Server database; use its own BACKUP DATABASE, which takes a copy of one instant as well.";
        if (context.Database.IsNpgsql())
            return "the store is a PostgreSQL database; use its own pg_dump, which takes a copy of one instant as well.";
        if (File.Exists(file)) return $"{file} exists already; name a file that does not.";
        return Directory.Exists(Path.GetDirectoryName(file)) ? null : $"the folder of {file} does not exist.";
    }

    /// <summary>Writes the copy, and reads it back whole.</summary>
    /// <returns>What is wrong with the copy; null when it is sound.</returns>
    /// <exception cref="SqliteException">It could not be written.</exception>
    public async Task<string?> WriteAsync(string file, CancellationToken cancellationToken)
    {
        await using (var context = await _contexts.CreateDbContextAsync(cancellationToken))
        {
            var settings = new SqliteConnectionStringBuilder(context.Database.GetConnectionString()) { Pooling = false };
            await using var source = new SqliteConnection(settings.ToString());
            await source.OpenAsync(cancellationToken);
            // Reads one snapshot. SQLite's own online backup begins anew at every commit of another process and never ends beside a writer.
            await using var copy = source.CreateCommand();
            copy.CommandText = "VACUUM INTO $file";
            copy.CommandTimeout = 0;
            copy.Parameters.AddWithValue("$file", file);
            await copy.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var written = new FileStream(file, FileMode.Open, FileAccess.ReadWrite)) written.Flush(flushToDisk: true);
        await using var target = new SqliteConnection(ConnectionStringOf(file));
        await target.OpenAsync(cancellationToken);
        await using var check = target.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        check.CommandTimeout = 0;
        var found = Convert.ToString(await check.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        return found == "ok" ? null : found;
    }

    /// <summary>Opens a copy without changing it.</summary>
    public static string ConnectionStringOf(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
}
