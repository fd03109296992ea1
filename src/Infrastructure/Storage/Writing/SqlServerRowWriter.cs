using System.Data;
using System.Text.Json;
using Dashboard.Application.Books;
using Dashboard.Domain.Alerts;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>New rows go by bulk copy straight into their table; later states in one statement, with the states as JSON beside it.</summary>
internal sealed class SqlServerRowWriter(DashboardDbContext context) : RowWriter
{
    /// <summary>Applies later states, given as an array of objects. Its count is that of the rows that moved.</summary>
    public static string ApplyStates(DashboardDbContext context)
    {
        var columns = new StateColumns(TableColumns.Of<TransactionRow>(context));
        return $"UPDATE t SET {string.Join(", ", columns.Changing.Select(c => $"{c.Name} = s.{c.Name}"))} "
            + $"FROM {columns.Table} AS t INNER JOIN OPENJSON(@states) WITH ({string.Join(", ", Written(columns).Select(c => $"{c.Name} {c.StoreType} '$.{c.Property.GetColumnName()}'"))}) AS s "
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

    public override async Task<IReadOnlyCollection<TransactionRow>> AdvanceAsync(
        IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        var columns = new StateColumns(TableColumns.Of<TransactionRow>(context));
        await using var command = ((SqlConnection)context.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqlTransaction?)context.Database.CurrentTransaction?.GetDbTransaction();
        // What EF Core saves switches the counting of rows off, for as long as the connection is kept.
        command.CommandText = "SET NOCOUNT OFF; " + ApplyStates(context);
        var states = rows.Select(row => Written(columns).ToDictionary(c => c.Property.GetColumnName(), c => c.ValueOf(row) is var value and not DBNull ? value : null));
        command.Parameters.Add("@states", SqlDbType.NVarChar, size: -1).Value = JsonSerializer.Serialize(states);
        // Which of them did not move is looked up by whoever wants to know; it is rare.
        return await command.ExecuteNonQueryAsync(cancellationToken) == rows.Count ? [] : rows;
    }

    public override async Task SaveAsync(
        ReceiptRow? receipt, IReadOnlyCollection<Alert> alerts, IReadOnlyCollection<Run> runs, CancellationToken cancellationToken)
    {
        if (receipt is not null) context.Add(receipt);
        var ids = alerts.Select(a => a.Id).ToArray();
        var known = ids.Length == 0 ? [] : await context.Alerts.Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.Count, a.Status })
            .ToDictionaryAsync(a => a.Id, cancellationToken);
        foreach (var alert in alerts)
        {
            if (!known.TryGetValue(alert.Id, out var stored)) context.Entry(AlertRow.From(alert)).State = EntityState.Added;
            else if (alert.IsAsFarAs(stored.Count, stored.Status)) context.Entry(AlertRow.From(alert)).State = EntityState.Modified;
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
        // Holds nothing of its own.
    }

    private static IEnumerable<TableColumn> Written(StateColumns columns) => [columns.Id, .. columns.Changing];
}
