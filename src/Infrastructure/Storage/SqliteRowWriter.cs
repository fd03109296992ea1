using Dashboard.Application.Books;
using Dashboard.Domain.Alerts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Statements that are prepared once for the life of the connection, and executed row by row (docs/adr/0019).</summary>
internal sealed class SqliteRowWriter : RowWriter
{
    // Pages that the writer keeps at hand, as kibibytes, and pages of log after which it copies them into the database: a commit of 5,000 rows
    // touches some thousand pages, and each is copied once instead of at every commit. Used as far as the database needs it.
    private const string Settings = "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;";

    private readonly DashboardDbContext _context;
    private readonly Statement _insert, _advance, _receipt, _alert, _run;

    /// <param name="context">With its connection open.</param>
    public SqliteRowWriter(DashboardDbContext context)
    {
        _context = context;
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
        var transaction = Current;
        if (receipt is not null) _receipt.Execute(receipt, transaction);
        foreach (var alert in alerts) _alert.Execute(AlertRow.From(alert), transaction);
        foreach (var run in runs) _run.Execute(RunRow.From(run), transaction);
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        foreach (var statement in (Statement[])[_insert, _advance, _receipt, _alert, _run]) statement.Dispose();
    }

    private SqliteTransaction? Current => (SqliteTransaction?)_context.Database.CurrentTransaction?.GetDbTransaction();

    private List<TransactionRow> Unchanged(Statement statement, IReadOnlyCollection<TransactionRow> rows)
    {
        var transaction = Current;
        var unchanged = new List<TransactionRow>();
        foreach (var row in rows)
            if (statement.Execute(row, transaction) == 0) unchanged.Add(row);
        return unchanged;
    }

    private static string Insert(TableColumns columns, IReadOnlyList<string> names) =>
        $"INSERT INTO {columns.Table} ({string.Join(", ", columns.All.Select(c => c.Name))}) VALUES ({string.Join(", ", names)})";

    private static string Upsert(TableColumns columns, IReadOnlyList<string> names) =>
        $"{Insert(columns, names)} ON CONFLICT ({columns.Key.Name}) DO UPDATE SET {string.Join(", ", columns.All.Select(c => $"{c.Name} = excluded.{c.Name}"))}";

    private sealed class Statement : IDisposable
    {
        private readonly SqliteCommand _command;
        private readonly IReadOnlyList<TableColumn> _columns;

        public Statement(SqliteConnection connection, IReadOnlyList<TableColumn> columns, Func<IReadOnlyList<string>, string> sql)
        {
            _columns = columns;
            _command = connection.CreateCommand();
            var names = columns.Select((_, i) => "@p" + i).ToList();
            _command.CommandText = sql(names);
            for (var i = 0; i < columns.Count; i++) _command.Parameters.Add(columns[i].CreateParameter(_command, names[i]));
        }

        /// <summary>Gives the number of rows changed.</summary>
        public int Execute(object row, SqliteTransaction? transaction)
        {
            _command.Transaction = transaction;
            for (var i = 0; i < _columns.Count; i++) _command.Parameters[i].Value = _columns[i].ValueOf(row);
            return _command.ExecuteNonQuery();
        }

        public void Dispose() => _command.Dispose();
    }
}
