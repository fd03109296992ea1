using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.History;

/// <summary>Many rows at once, written past the program: ended ones of every kind, a second apart.</summary>
internal static class StoredRows
{
    public static async Task FillAsync(TemporaryStore store, int count, DateTimeOffset newest)
    {
        await using var connection = new SqliteConnection(store.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqliteCommand(
            """
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < @count - 1)
            INSERT INTO Transactions (Id, Source, Reference, Account, Counterparty, AmountMinor, Currency, Status, Flags, FailureReason, CreatedAt, CompletedAt, ProcessingMs)
            SELECT (@newest - i * 1000) << 20, CASE i % 3 WHEN 0 THEN 'pos' WHEN 1 THEN 'atm' ELSE 'online' END, 'ref-' || i, 'ACC-' || (i % 40), 'Shop', i % 5000 - 50, 'EUR',
                CASE WHEN i % 20 = 0 THEN 3 ELSE 2 END, CASE WHEN i % 15 = 0 THEN 'large_amount' END, CASE WHEN i % 20 = 0 THEN 'do_not_honor' END,
                (@newest - i * 1000) * 1000, (@newest - i * 1000 + 250) * 1000, 250
            FROM n
            """, connection);
        command.Parameters.AddWithValue("@count", count);
        command.Parameters.AddWithValue("@newest", newest.ToUnixTimeMilliseconds());
        await command.ExecuteNonQueryAsync();
    }
}
