using System.Globalization;
using Dashboard.Application.Books;
using Dashboard.Domain.Alerts;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Upkeep;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>Statements that are prepared once for the life of the connection, and executed row by row (docs/adr/0019).</summary>
internal sealed class SqliteRowWriter : RowWriter
{
    // Kibibytes of pages that the writer keeps at hand, as far as the database needs them. With two thousand a stream is a quarter slower, with
    // eight times as many it is as fast and the program a quarter of an hour later 20 MB larger.
    // The log is copied into the database beside it (SqliteCheckpoints); it does so itself when the log has this many pages all the same.
    private const string Settings = "PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 32000;";

    private readonly Statement _insert, _advance, _receipt, _alert, _run;

    /// <param name="context">With its connection open.</param>
    public SqliteRowWriter(DashboardDbContext context)
    {
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        using (var settings = connection.CreateCommand())
        {
            settings.CommandText = Settings;
            settings.ExecuteNonQuery();
        }

        var transactions = TableColumns.Of<TransactionRow>(context);
        var state = new StateColumns(transactions);
        _insert = new Statement(connection, transactions.All, names => Insert(transactions, names) + " ON CONFLICT DO NOTHING");
        _advance = new Statement(connection, [.. state.Changing, state.Id], names =>
            $"UPDATE {state.Table} SET {string.Join(", ", state.Changing.Select((c, i) => $"{c.Name} = {names[i]}"))} "
            + $"WHERE {state.Id.Name} = {names[^1]} AND {state.Status.Name} < 2 AND {state.Status.Name} <= {names[0]}");
        var receipts = TableColumns.Of<ReceiptRow>(context);
        _receipt = new Statement(connection, receipts.All, names => Insert(receipts, names));
        var alerts = TableColumns.Of<AlertRow>(context);
        var (count, status) = (alerts.Named(nameof(AlertRow.Count)).Name, alerts.Named(nameof(AlertRow.Status)).Name);
        _alert = new Statement(connection, alerts.All, names =>
            Upsert(alerts, names) + $" WHERE {count} <= excluded.{count} AND {status} <= excluded.{status}");
        var runs = TableColumns.Of<RunRow>(context);
        _run = new Statement(connection, runs.All, names => Upsert(runs, names));
    }

    public override Task<IReadOnlyCollection<TransactionRow>> InsertAsync(IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<TransactionRow>>(Unchanged(_insert, rows));

    public override Task<IReadOnlyCollection<TransactionRow>> AdvanceAsync(IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<TransactionRow>>(Unchanged(_advance, rows));

    public override Task SaveAsync(
        ReceiptRow? receipt, IReadOnlyCollection<Alert> alerts, IReadOnlyCollection<Run> runs, CancellationToken cancellationToken)
    {
        if (receipt is not null) _receipt.Execute(receipt);
        foreach (var alert in alerts) _alert.Execute(AlertRow.From(alert));
        foreach (var run in runs) _run.Execute(RunRow.From(run));
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        foreach (var statement in (Statement[])[_insert, _advance, _receipt, _alert, _run]) statement.Dispose();
    }

    private static List<TransactionRow> Unchanged(Statement statement, IReadOnlyCollection<TransactionRow> rows)
    {
        var unchanged = new List<TransactionRow>();
        foreach (var row in rows)
            if (statement.Execute(row) == 0) unchanged.Add(row);
        return unchanged;
    }

    private static string Insert(TableColumns columns, IReadOnlyList<string> names) =>
        $"INSERT INTO {columns.Table} ({string.Join(", ", columns.All.Select(c => c.Name))}) VALUES ({string.Join(", ", names)})";

    private static string Upsert(TableColumns columns, IReadOnlyList<string> names) =>
        $"{Insert(columns, names)} ON CONFLICT ({columns.Key.Name}) DO UPDATE SET {string.Join(", ", columns.All.Select(c => $"{c.Name} = excluded.{c.Name}"))}";

    // Below the ADO.NET provider, which looks each parameter up by name and makes a reader for each row: a third of the cost of a row.
    private sealed class Statement : IDisposable
    {
        private readonly sqlite3 _database;
        private readonly sqlite3_stmt _statement;
        private readonly IReadOnlyList<TableColumn> _columns;

        public Statement(SqliteConnection connection, IReadOnlyList<TableColumn> columns, Func<IReadOnlyList<string>, string> sql)
        {
            _database = connection.Handle!;
            _columns = columns;
            Check(raw.sqlite3_prepare_v2(_database, sql([.. columns.Select((_, i) => "?" + (i + 1).ToString(CultureInfo.InvariantCulture))]), out _statement));
        }

        /// <summary>Gives the number of rows changed.</summary>
        public int Execute(object row)
        {
            for (var i = 0; i < _columns.Count; i++) Check(Bind(i + 1, _columns[i].ValueOf(row)));
            var result = raw.sqlite3_step(_statement);
            // Gives up its locks and says once more what went wrong.
            raw.sqlite3_reset(_statement);
            if (result != raw.SQLITE_DONE) Check(result);
            return raw.sqlite3_changes(_database);
        }

        public void Dispose() => _statement.Dispose();

        private int Bind(int place, object value) => value switch
        {
            long number => raw.sqlite3_bind_int64(_statement, place, number),
            string text => raw.sqlite3_bind_text(_statement, place, text),
            DBNull => raw.sqlite3_bind_null(_statement, place),
            byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
            double number => raw.sqlite3_bind_double(_statement, place, number),
            _ => raw.sqlite3_bind_int64(_statement, place, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        };

        private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
    }
}
