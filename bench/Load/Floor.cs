using Microsoft.Data.Sqlite;

namespace Dashboard.Bench.Load;

/// <summary>
/// What the store itself allows: one thread, prepared statements, the program's own schema and durability, and nothing else. Each transaction is
/// inserted in one commit and gets its end in a later one.
/// </summary>
internal sealed class Floor : IDisposable
{
    /// <summary>Rows of one commit: the most that the program's writer takes at once.</summary>
    public const int CommitSize = 5_000;

    // An id is milliseconds in the upper bits and a counter below.
    private const int CounterBits = 20;
    private const int Completed = 2;
    private const int Failed = 3;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _end;
    private readonly double _idsApart;
    private double _nextId;

    /// <param name="database">A store that the program has made and left.</param>
    /// <param name="from">When the first transaction was received.</param>
    /// <param name="apart">Time between two of them.</param>
    public Floor(string database, DateTimeOffset from, TimeSpan apart)
    {
        _nextId = from.ToUnixTimeMilliseconds() * (double)(1 << CounterBits);
        _idsApart = apart.TotalMilliseconds * (1 << CounterBits);
        _connection = new SqliteConnection("Data Source=" + database);
        _connection.Open();
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;");
        _insert = Prepare(
            "INSERT INTO Transactions (Id, Source, Reference, Account, Counterparty, AmountMinor, Currency, Status, Flags, CreatedAt) "
            + "VALUES (@0, @1, @2, @3, 'shop-17', @4, 'EUR', 0, @5, @6)", 7);
        _end = Prepare("UPDATE Transactions SET Status = @0, FailureReason = @1, CompletedAt = @2, ProcessingMs = 0 WHERE Id = @3 AND Status < 2", 4);
    }

    /// <summary>Writes and ends payments; gives transactions a second.</summary>
    public double Write(long first, int count)
    {
        var started = TimeProvider.System.GetTimestamp();
        var ids = new long[CommitSize];
        for (var done = 0; done < count; done += CommitSize)
        {
            var some = Math.Min(CommitSize, count - done);
            using (var transaction = Begin(_insert))
            {
                for (var i = 0; i < some; i++) Insert(new Payment(first + done + i), ids[i] = (long)(_nextId += _idsApart));
                transaction.Commit();
            }

            using (var transaction = Begin(_end))
            {
                for (var i = 0; i < some; i++) End(new Payment(first + done + i), ids[i]);
                transaction.Commit();
            }
        }

        return count / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _end.Dispose();
        _connection.Dispose();
        SqliteConnection.ClearAllPools();
    }

    private void Insert(Payment payment, long id)
    {
        var values = _insert.Parameters;
        values[0].Value = id;
        values[1].Value = payment.Source;
        values[2].Value = payment.Reference;
        values[3].Value = payment.Account;
        values[4].Value = payment.AmountMinor;
        values[5].Value = payment.IsFlagged ? "large_amount" : DBNull.Value;
        values[6].Value = Microseconds(id);
        _insert.ExecuteNonQuery();
    }

    private void End(Payment payment, long id)
    {
        var isFailed = payment.Number % 25 == 7;
        var values = _end.Parameters;
        values[0].Value = isFailed ? Failed : Completed;
        values[1].Value = isFailed ? "do_not_honor" : DBNull.Value;
        values[2].Value = Microseconds(id);
        values[3].Value = id;
        _end.ExecuteNonQuery();
    }

    private static long Microseconds(long id) => (long)(id / (double)(1 << CounterBits) * 1_000);

    private SqliteTransaction Begin(SqliteCommand command) => command.Transaction = _connection.BeginTransaction();

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++) command.Parameters.Add(new SqliteParameter("@" + i, DBNull.Value));
        return command;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
