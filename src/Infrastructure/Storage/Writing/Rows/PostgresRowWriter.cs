using Dashboard.Application.Books;
using Dashboard.Domain.Alerts;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Rules;
using Dashboard.Infrastructure.Storage.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Dashboard.Infrastructure.Storage.Writing.Rows;

/// <summary>
/// Adds and changes the rows of a commit with one statement for each table. A statement gets its rows as one array for each column
/// (docs/adr/0032).
/// </summary>
/// <remarks>
/// A statement takes its locks in the order of its rows, so the rows are sorted: two programs that write the same rows then wait for each
/// other in turn. Where they deadlock all the same, the server ends one transaction and the execution strategy runs it again.
/// </remarks>
internal sealed class PostgresRowWriter(DashboardDbContext context) : RowWriter
{
    private readonly TableColumns _transactions = TableColumns.Of<TransactionRow>(context);

    public override Task<IReadOnlyCollection<TransactionRow>> InsertAsync(
        IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        // What makes one insert wait for another is a reference or a key. Rows without them stay in the order of their ids.
        var sorted = rows.OrderBy(r => r.Source, StringComparer.Ordinal).ThenBy(r => r.IdempotencyKey, StringComparer.Ordinal)
            .ThenBy(r => r.Reference, StringComparer.Ordinal).ThenBy(r => r.Id).ToList();
        return UnchangedAsync(
            Insert(_transactions, sorted, $"{Upserts.IgnoreDuplicates} RETURNING {_transactions.Key.Name}"), sorted, cancellationToken);
    }

    public override Task<IReadOnlyCollection<TransactionRow>> UpdateStatesAsync(
        IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        var columns = new StateColumns(_transactions);
        TableColumn[] written = [columns.Id, .. columns.Changing];
        var sorted = rows.OrderBy(r => r.Id).ToList();
        var update = new NpgsqlBatchCommand(
            $"UPDATE {columns.Table} AS t SET {string.Join(", ", columns.Changing.Select(c => $"{c.Name} = s.{c.Name}"))} "
            + $"FROM {Unnest(written)} AS s ({Upserts.NamesOf(written)}) WHERE t.{columns.Id.Name} = s.{columns.Id.Name} "
            + $"AND t.{columns.Status.Name} < 2 AND t.{columns.Status.Name} <= s.{columns.Status.Name} RETURNING t.{columns.Id.Name}");
        AddParameters(update, written, sorted);
        return UnchangedAsync(update, sorted, cancellationToken);
    }

    public override async Task FlagAsync(IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        TableColumn[] written = [_transactions.Key, _transactions.Named(nameof(TransactionRow.Flags))];
        var update = new NpgsqlBatchCommand(
            $"UPDATE {_transactions.Table} AS t SET {written[1].Name} = s.{written[1].Name} "
            + $"FROM {Unnest(written)} AS s ({Upserts.NamesOf(written)}) WHERE t.{written[0].Name} = s.{written[0].Name}");
        AddParameters(update, written, [.. rows]);
        await ExecuteAsync(update, cancellationToken);
    }

    public override Task AddDecisionsAsync(IReadOnlyCollection<DecisionRow> rows, CancellationToken cancellationToken) =>
        ExecuteAsync(Insert(TableColumns.Of<DecisionRow>(context), [.. rows], ""), cancellationToken);

    public override async Task SaveAsync(
        FenceValues? fence, ReceiptRow? receipt, IReadOnlyCollection<Alert> alerts, IReadOnlyCollection<Run> runs,
        CancellationToken cancellationToken)
    {
        await using var batch = NewBatch();
        if (fence is not null) AddFence(batch, fence);
        if (receipt is not null) batch.BatchCommands.Add(Insert(TableColumns.Of<ReceiptRow>(context), [receipt], ""));
        if (alerts.Count > 0)
        {
            var columns = TableColumns.Of<AlertRow>(context);
            batch.BatchCommands.Add(
                Insert(columns, [.. alerts.OrderBy(a => a.Id).Select(AlertRow.From)], Upserts.ReplaceEarlierAlert(columns)));
        }

        if (runs.Count > 0)
        {
            var columns = TableColumns.Of<RunRow>(context);
            batch.BatchCommands.Add(Insert(columns, [.. runs.OrderBy(r => r.Id.Value).Select(RunRow.From)], Upserts.Replace(columns)));
        }

        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellationToken);
        if (fence is not null && batch.BatchCommands[0].RecordsAffected == 0) throw new NodeReplacedException();
    }

    public override void Dispose()
    {
        // There is nothing to dispose: the context belongs to the caller.
    }

    private async Task ExecuteAsync(NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = NewBatch();
        batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    // Its own row first: a node that is declared dead meanwhile then waits for no row that this commit holds.
    private void AddFence(NpgsqlBatch batch, FenceValues fence)
    {
        batch.BatchCommands.Add(Numbers(NodeStatements.For(context).Fence(["$1", "$2", "$3", "$4", "$5"]), fence.Values));
        foreach (var (slot, ends) in fence.Elsewhere)
            batch.BatchCommands.Add(Numbers(NodeStatements.CountElsewhere(["$1", "$2"]), [ends, slot]));
    }

    private static NpgsqlBatchCommand Numbers(string statement, IReadOnlyList<long> values)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
        return command;
    }

    // The statement returns the ids of the rows that it changed.
    private async Task<IReadOnlyCollection<TransactionRow>> UnchangedAsync(
        NpgsqlBatchCommand command, List<TransactionRow> rows, CancellationToken cancellationToken)
    {
        await using var batch = NewBatch();
        batch.BatchCommands.Add(command);
        var changed = new HashSet<long>(rows.Count);
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) changed.Add(reader.GetInt64(0));
        }

        return changed.Count == rows.Count ? [] : rows.FindAll(r => !changed.Contains(r.Id));
    }

    private NpgsqlBatch NewBatch() => new(
        (NpgsqlConnection)context.Database.GetDbConnection(),
        (NpgsqlTransaction?)context.Database.CurrentTransaction?.GetDbTransaction());

    private static NpgsqlBatchCommand Insert(TableColumns columns, IReadOnlyList<object> rows, string ending)
    {
        var insert = new NpgsqlBatchCommand($"{Upserts.InsertInto(columns)}SELECT * FROM {Unnest(columns.All)}{ending}");
        AddParameters(insert, columns.All, rows);
        return insert;
    }

    private static string Unnest(IReadOnlyList<TableColumn> columns) =>
        $"unnest({string.Join(", ", columns.Select((_, i) => FormattableString.Invariant($"${i + 1}")))})";

    private static void AddParameters(NpgsqlBatchCommand command, IReadOnlyList<TableColumn> columns, IReadOnlyList<object> rows)
    {
        foreach (var column in columns) command.Parameters.Add(PostgresArrays.Of(column, rows));
    }
}
