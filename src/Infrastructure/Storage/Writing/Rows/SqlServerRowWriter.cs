using System.Data;
using System.Text.Json;
using Dashboard.Application.Books;
using Dashboard.Domain.Alerts;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Rules;
using Dashboard.Infrastructure.Storage.Nodes;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Infrastructure.Storage.Writing.Rows;

/// <summary>Adds new rows by bulk copy, and writes later states with one statement that gets them as JSON.</summary>
internal sealed class SqlServerRowWriter(DashboardDbContext context) : RowWriter
{
    private const int IdsPerStatement = 500;

    /// <summary>Writes later states, given as a JSON array of objects. Gives the ids of the rows that it changed.</summary>
    public static string UpdateStatesStatement(DashboardDbContext context)
    {
        var columns = new StateColumns(TableColumns.Of<TransactionRow>(context));
        var assignments = string.Join(", ", columns.Changing.Select(c => $"{c.Name} = s.{c.Name}"));
        var json = string.Join(", ", WrittenColumns(columns).Select(c => $"{c.Name} {c.StoreType} '$.{c.Property.GetColumnName()}'"));
        return $"UPDATE t SET {assignments} OUTPUT inserted.{columns.Id.Name} FROM {columns.Table} AS t INNER JOIN OPENJSON(@states) WITH ({json}) AS s "
            + $"ON t.{columns.Id.Name} = s.{columns.Id.Name} "
            + $"WHERE t.{columns.Status.Name} < 2 AND t.{columns.Status.Name} <= s.{columns.Status.Name}";
    }

    public override async Task<IReadOnlyCollection<TransactionRow>> InsertAsync(
        IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        var columns = TableColumns.Of<TransactionRow>(context);
        using var data = new DataTable { MinimumCapacity = rows.Count };
        using var copy = new SqlBulkCopy(
            (SqlConnection)context.Database.GetDbConnection(), SqlBulkCopyOptions.CheckConstraints,
            (SqlTransaction?)context.Database.CurrentTransaction?.GetDbTransaction())
        { DestinationTableName = columns.Table };
        foreach (var column in columns.All)
        {
            data.Columns.Add(column.Property.Name, column.ProviderType);
            copy.ColumnMappings.Add(column.Property.Name, column.Property.GetColumnName());
        }

        foreach (var row in rows) data.Rows.Add([.. columns.All.Select(c => c.ValueOf(row))]);
        await copy.WriteToServerAsync(data, cancellationToken);
        return [];
    }

    public override async Task<IReadOnlyCollection<TransactionRow>> UpdateStatesAsync(
        IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        var columns = new StateColumns(TableColumns.Of<TransactionRow>(context));
        await using var command = ((SqlConnection)context.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqlTransaction?)context.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = UpdateStatesStatement(context);
        var states = rows.Select(row => WrittenColumns(columns)
            .ToDictionary(c => c.Property.GetColumnName(), c => c.ValueOf(row) is var value and not DBNull ? value : null));
        command.Parameters.Add("@states", SqlDbType.NVarChar, size: -1).Value = JsonSerializer.Serialize(states);
        var changed = new HashSet<long>(rows.Count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) changed.Add(reader.GetInt64(0));
        return changed.Count == rows.Count ? [] : [.. rows.Where(r => !changed.Contains(r.Id))];
    }

    public override async Task FlagAsync(IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        foreach (var same in rows.GroupBy(r => r.Flags, r => r.Id))
        {
            foreach (var ids in same.Chunk(IdsPerStatement))
            {
                await context.Transactions.Where(r => ids.Contains(r.Id))
                    .ExecuteUpdateAsync(r => r.SetProperty(x => x.Flags, same.Key), cancellationToken);
            }
        }
    }

    public override async Task AddDecisionsAsync(IReadOnlyCollection<DecisionRow> rows, CancellationToken cancellationToken)
    {
        context.AddRange(rows);
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    public override async Task SaveAsync(
        FenceValues? fence, ReceiptRow? receipt, IReadOnlyCollection<Alert> alerts, IReadOnlyCollection<Run> runs,
        CancellationToken cancellationToken)
    {
        if (fence is not null) await PassAsync(fence, cancellationToken);
        if (receipt is not null) context.Add(receipt);
        var ids = alerts.Select(a => a.Id.Value).ToArray();
        var known = ids.Length == 0 ? [] : await context.Alerts.Where(a => ids.Contains(a.Id))
            .Select(a => new { a.Id, a.Reopened, a.Count, a.Status }).ToDictionaryAsync(a => a.Id, cancellationToken);
        foreach (var alert in alerts)
        {
            if (!known.TryGetValue(alert.Id.Value, out var stored)) context.Entry(AlertRow.From(alert)).State = EntityState.Added;
            else if (alert.Supersedes(stored.Reopened, stored.Count, stored.Status))
                context.Entry(AlertRow.From(alert)).State = EntityState.Modified;
        }

        foreach (var run in runs)
        {
            var isKnown = await context.Runs.AnyAsync(r => r.Id == run.Id.Value, cancellationToken);
            context.Entry(RunRow.From(run)).State = isKnown ? EntityState.Modified : EntityState.Added;
        }

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    public override void Dispose()
    {
        // There is nothing to dispose: the context belongs to the caller.
    }

    private async Task PassAsync(FenceValues fence, CancellationToken cancellationToken)
    {
        var statement = NodeStatements.For(context).Fence(["{0}", "{1}", "{2}", "{3}", "{4}"]);
        var passed = await context.Database.ExecuteSqlRawAsync(statement, fence.Values.Cast<object>(), cancellationToken);
        if (passed <= 0) throw new NodeReplacedException();
        foreach (var (slot, ends) in fence.Elsewhere)
            await context.Database.ExecuteSqlRawAsync(NodeStatements.CountElsewhere(["{0}", "{1}"]), [ends, slot], cancellationToken);
    }

    private static IEnumerable<TableColumn> WrittenColumns(StateColumns columns) => [columns.Id, .. columns.Changing];
}
