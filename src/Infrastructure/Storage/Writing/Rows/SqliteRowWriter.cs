using System.Globalization;
using Dashboard.Application.Books;
using Dashboard.Domain.Alerts;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Rules;
using Dashboard.Infrastructure.Storage.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Dashboard.Infrastructure.Storage.Writing.Rows;

/// <summary>Prepares its statements once for the life of the connection and executes them row by row (docs/adr/0019).</summary>
internal sealed class SqliteRowWriter : RowWriter
{
    // A page cache of 8,192 KiB at most. With 2,000 KiB a stream is a quarter slower; with 64 MiB it is not faster, and after a quarter
    // of an hour the program takes 20 MB more. SqliteCheckpoints normally copies the log into the database; the writer does it itself
    // when the log reaches 32,000 pages, and cuts a longer one when it begins it anew.
    private const string Settings =
        "PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 32000; PRAGMA journal_size_limit = 134217728;";

    private readonly SqliteConnection _connection;
    private readonly Statement _insert, _updateState, _receipt, _alert, _run, _flag, _decision, _fence, _elsewhere;

    /// <param name="context">With its connection open.</param>
    public SqliteRowWriter(DashboardDbContext context)
    {
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        _connection = connection;
        using (var settings = connection.CreateCommand())
        {
            settings.CommandText = Settings;
            settings.ExecuteNonQuery();
        }

        var transactions = TableColumns.Of<TransactionRow>(context);
        var state = new StateColumns(transactions);
        _insert = new Statement(connection, transactions.All, names => Insert(transactions, names) + Upserts.IgnoreDuplicates);
        _updateState = new Statement(connection, [.. state.Changing, state.Id], names =>
            $"UPDATE {state.Table} SET {string.Join(", ", state.Changing.Select((c, i) => $"{c.Name} = {names[i]}"))} "
            + $"WHERE {state.Id.Name} = {names[^1]} AND {state.Status.Name} < 2 AND {state.Status.Name} <= {names[0]}");
        var receipts = TableColumns.Of<ReceiptRow>(context);
        _receipt = new Statement(connection, receipts.All, names => Insert(receipts, names));
        var alerts = TableColumns.Of<AlertRow>(context);
        _alert = new Statement(connection, alerts.All, names => Insert(alerts, names) + Upserts.ReplaceEarlierAlert(alerts));
        var runs = TableColumns.Of<RunRow>(context);
        _run = new Statement(connection, runs.All, names => Insert(runs, names) + Upserts.Replace(runs));
        _flag = new Statement(
            connection, [transactions.Named(nameof(TransactionRow.Flags)), transactions.Key],
            names => $"UPDATE {transactions.Table} SET {transactions.Named(nameof(TransactionRow.Flags)).Name} = {names[0]} "
                + $"WHERE {transactions.Key.Name} = {names[1]}");
        var decisions = TableColumns.Of<DecisionRow>(context);
        _decision = new Statement(connection, decisions.All, names => Insert(decisions, names));
        _fence = new Statement(connection, [], _ => NodeStatements.For(context).Fence(["?1", "?2", "?3", "?4", "?5"]));
        _elsewhere = new Statement(connection, [], _ => NodeStatements.CountElsewhere(["?1", "?2"]));
    }

    public override Task<IReadOnlyCollection<TransactionRow>> InsertAsync(
        IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<TransactionRow>>(ExecuteAll(_insert, rows));

    public override Task<IReadOnlyCollection<TransactionRow>> UpdateStatesAsync(
        IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<TransactionRow>>(ExecuteAll(_updateState, rows));

    public override Task FlagAsync(IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows) _flag.Execute(row);
        return Task.CompletedTask;
    }

    public override Task AddDecisionsAsync(IReadOnlyCollection<DecisionRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows) _decision.Execute(row);
        return Task.CompletedTask;
    }

    public override Task SaveAsync(
        FenceValues? fence, ReceiptRow? receipt, IReadOnlyCollection<Alert> alerts, IReadOnlyCollection<Run> runs,
        CancellationToken cancellationToken)
    {
        if (fence is not null && _fence.Execute(fence.Values) == 0) throw new NodeReplacedException();
        foreach (var (slot, ends) in fence?.Elsewhere ?? []) _elsewhere.Execute([ends, slot]);
        if (receipt is not null) _receipt.Execute(receipt);
        foreach (var alert in alerts) _alert.Execute(AlertRow.From(alert));
        foreach (var run in runs) _run.Execute(RunRow.From(run));
        return Task.CompletedTask;
    }

    public override void CopyLog()
    {
        using var copy = _connection.CreateCommand();
        copy.CommandText = "PRAGMA wal_checkpoint(PASSIVE);";
        copy.ExecuteNonQuery();
    }

    public override void Dispose()
    {
        Statement[] all = [_insert, _updateState, _receipt, _alert, _run, _flag, _decision, _fence, _elsewhere];
        foreach (var statement in all) statement.Dispose();
    }

    // Returns the rows for which the statement changed nothing.
    private static List<TransactionRow> ExecuteAll(Statement statement, IReadOnlyCollection<TransactionRow> rows)
    {
        var unchanged = new List<TransactionRow>();
        foreach (var row in rows)
            if (statement.Execute(row) == 0) unchanged.Add(row);
        return unchanged;
    }

    private static string Insert(TableColumns columns, IReadOnlyList<string> names) =>
        Upserts.InsertInto(columns) + $"VALUES ({string.Join(", ", names)})";

    // Calls SQLite directly. The ADO.NET provider looks up each parameter by name and makes a reader for each row: a third of the cost
    // of a row.
    private sealed class Statement : IDisposable
    {
        private readonly sqlite3 _database;
        private readonly sqlite3_stmt _statement;
        private readonly IReadOnlyList<TableColumn> _columns;

        public Statement(SqliteConnection connection, IReadOnlyList<TableColumn> columns, Func<IReadOnlyList<string>, string> sql)
        {
            _database = connection.Handle!;
            _columns = columns;
            string[] parameters = [.. columns.Select((_, i) => "?" + (i + 1).ToString(CultureInfo.InvariantCulture))];
            Check(raw.sqlite3_prepare_v2(_database, sql(parameters), out _statement));
        }

        /// <returns>The number of rows changed.</returns>
        public int Execute(object row)
        {
            for (var i = 0; i < _columns.Count; i++) Check(Bind(i + 1, _columns[i].ValueOf(row)));
            return Step();
        }

        /// <returns>The number of rows changed.</returns>
        public int Execute(IReadOnlyList<long> values)
        {
            for (var i = 0; i < values.Count; i++) Check(raw.sqlite3_bind_int64(_statement, i + 1, values[i]));
            return Step();
        }

        public void Dispose() => _statement.Dispose();

        private int Step()
        {
            var result = raw.sqlite3_step(_statement);
            // Releases the locks of the statement and returns its error, if any, once more.
            raw.sqlite3_reset(_statement);
            if (result != raw.SQLITE_DONE) Check(result);
            return raw.sqlite3_changes(_database);
        }

        private int Bind(int position, object value) => value switch
        {
            long number => raw.sqlite3_bind_int64(_statement, position, number),
            string text => raw.sqlite3_bind_text(_statement, position, text),
            DBNull => raw.sqlite3_bind_null(_statement, position),
            byte[] bytes => raw.sqlite3_bind_blob(_statement, position, bytes),
            double number => raw.sqlite3_bind_double(_statement, position, number),
            _ => raw.sqlite3_bind_int64(_statement, position, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        };

        private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
    }
}
