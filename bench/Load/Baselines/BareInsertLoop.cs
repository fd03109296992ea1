using Dashboard.Bench.Harness;
using Dashboard.Bench.Load.Figures;
using SQLitePCL;

namespace Dashboard.Bench.Load.Baselines;

/// <summary>
/// The most that SQLite allows: one thread and prepared statements over the program's own schema, with its durability. One commit inserts
/// the transactions; a later commit stores how they ended.
/// </summary>
internal sealed class BareInsertLoop : IDisposable
{
    /// <summary>Rows of one commit; the program's writer takes at most as many.</summary>
    public const int CommitSize = 5_000;

    // The upper bits of an id are milliseconds; the lower bits are a counter.
    private const int CounterBits = 20;
    private const int Completed = 2;
    private const int Failed = 3;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _end;
    private readonly double _idStep;
    private readonly TimeProvider _clock;
    private double _nextId;
    private long _written;

    /// <param name="database">The database file; the program created it and has stopped.</param>
    /// <param name="from">Time at which the first transaction was received.</param>
    /// <param name="interval">Time between two transactions.</param>
    public BareInsertLoop(string database, DateTimeOffset from, TimeSpan interval, TimeProvider clock)
    {
        _clock = clock;
        _nextId = from.ToUnixTimeMilliseconds() * (double)(1 << CounterBits);
        _idStep = interval.TotalMilliseconds * (1 << CounterBits);
        Batteries_V2.Init();
        raw.sqlite3_open(database, out _database);
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;");
        _insert = Prepare(
            "INSERT INTO Transactions (Id, Source, Reference, Account, Counterparty, AmountMinor, Currency, Status, Flags, CreatedAt) "
            + "VALUES (?1, ?2, ?3, ?4, 'shop-17', ?5, 'EUR', 0, ?6, ?7)");
        _end = Prepare(
            "UPDATE Transactions SET Status = ?1, FailureReason = ?2, CompletedAt = ?3, ProcessingMs = 0 WHERE Id = ?4 AND Status < 2");
    }

    /// <summary>Writes the next payments and their ends.</summary>
    public Cost Write(int count)
    {
        var (started, cpu) = (_clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var ids = new long[CommitSize];
        for (var done = 0; done < count; done += CommitSize)
        {
            var rows = Math.Min(CommitSize, count - done);
            Run("BEGIN IMMEDIATE");
            for (var i = 0; i < rows; i++) Insert(new Payment(_written + i), ids[i] = (long)(_nextId += _idStep));
            Run("COMMIT; BEGIN IMMEDIATE");
            for (var i = 0; i < rows; i++) End(new Payment(_written + i), ids[i]);
            Run("COMMIT");
            _written += rows;
        }

        return new Cost(count, _clock.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _end.Dispose();
        _database.Dispose();
    }

    private void Insert(Payment payment, long id)
    {
        raw.sqlite3_bind_int64(_insert, 1, id);
        raw.sqlite3_bind_text(_insert, 2, payment.Source);
        raw.sqlite3_bind_text(_insert, 3, payment.Reference);
        raw.sqlite3_bind_text(_insert, 4, payment.Account);
        raw.sqlite3_bind_int64(_insert, 5, payment.AmountMinor);
        if (payment.IsFlagged) raw.sqlite3_bind_text(_insert, 6, "large_amount");
        else raw.sqlite3_bind_null(_insert, 6);
        raw.sqlite3_bind_int64(_insert, 7, Microseconds(id));
        Step(_insert);
    }

    private void End(Payment payment, long id)
    {
        var isFailed = payment.Number % 25 == 7;
        raw.sqlite3_bind_int64(_end, 1, isFailed ? Failed : Completed);
        if (isFailed) raw.sqlite3_bind_text(_end, 2, "do_not_honor");
        else raw.sqlite3_bind_null(_end, 2);
        raw.sqlite3_bind_int64(_end, 3, Microseconds(id));
        raw.sqlite3_bind_int64(_end, 4, id);
        Step(_end);
    }

    private static long Microseconds(long id) => (long)(id / (double)(1 << CounterBits) * 1_000);

    private void Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (result != raw.SQLITE_DONE) throw new InvalidOperationException($"SQLite answered {result}: {ErrorText()}");
    }

    private sqlite3_stmt Prepare(string sql)
    {
        return raw.sqlite3_prepare_v2(_database, sql, out var statement) == raw.SQLITE_OK
            ? statement : throw new InvalidOperationException(ErrorText());
    }

    private void Run(string sql)
    {
        if (raw.sqlite3_exec(_database, sql) != raw.SQLITE_OK) throw new InvalidOperationException(ErrorText());
    }

    private string ErrorText() => raw.sqlite3_errmsg(_database).utf8_to_string();
}
