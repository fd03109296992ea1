using System.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Bulk copies: straight into the table for new rows, into a temporary one for later states, which one statement then applies.</summary>
internal sealed class SqlServerRowWriter : RowWriter
{
    public static readonly SqlServerRowWriter Instance = new();

    private const string States = "#States";

    // Connections are used again, and their temporary tables with them.
    private const string DropStates = $"DROP TABLE {States};";

    /// <summary>Everything that is sent to the server, in the order in which it is.</summary>
    public static IReadOnlyList<string> Statements(DashboardDbContext context) =>
        [CreateStates(TransactionColumns.Of(context)), ApplyStates(TransactionColumns.Of(context)), DropStates];

    public override Task InsertAsync(DashboardDbContext context, IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        var columns = TransactionColumns.Of(context);
        return CopyAsync(context, columns.Table, columns.All, rows, cancellationToken);
    }

    public override async Task<IReadOnlyCollection<TransactionRow>> AdvanceAsync(
        DashboardDbContext context, IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        var columns = TransactionColumns.Of(context);
        await ExecuteAsync(context, CreateStates(columns), cancellationToken);
        await CopyAsync(context, States, [columns.Id, .. columns.Changing], rows, cancellationToken);
        var moved = await ExecuteAsync(context, ApplyStates(columns), cancellationToken);
        await ExecuteAsync(context, DropStates, cancellationToken);
        // Which of them did not is looked up by whoever wants to know; it is rare.
        return moved == rows.Count ? [] : rows;
    }

    private static string CreateStates(TransactionColumns columns) =>
        $"CREATE TABLE {States} ({columns.Id.Name} {columns.Id.StoreType} NOT NULL PRIMARY KEY, "
        + string.Join(", ", columns.Changing.Select(c => $"{c.Name} {c.StoreType} NULL")) + ");";

    private static string ApplyStates(TransactionColumns columns) =>
        $"UPDATE t SET {string.Join(", ", columns.Changing.Select(c => $"{c.Name} = s.{c.Name}"))} "
        + $"FROM {columns.Table} AS t INNER JOIN {States} AS s ON t.{columns.Id.Name} = s.{columns.Id.Name} "
        + $"WHERE t.{columns.Status.Name} < 2 AND t.{columns.Status.Name} <= s.{columns.Status.Name};";

    private static async Task<int> ExecuteAsync(DashboardDbContext context, string sql, CancellationToken cancellationToken)
    {
        await using var command = context.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task CopyAsync(
        DashboardDbContext context, string table, IReadOnlyList<TransactionColumn> columns, IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        using var data = new DataTable { MinimumCapacity = rows.Count };
        using var copy = new SqlBulkCopy(
            (SqlConnection)context.Database.GetDbConnection(), SqlBulkCopyOptions.CheckConstraints,
            (SqlTransaction?)context.Database.CurrentTransaction?.GetDbTransaction()) { DestinationTableName = table };
        foreach (var column in columns)
        {
            data.Columns.Add(column.Property.Name, column.ProviderType);
            copy.ColumnMappings.Add(column.Property.Name, column.Property.GetColumnName());
        }

        foreach (var row in rows) data.Rows.Add([.. columns.Select(c => c.ValueOf(row))]);
        await copy.WriteToServerAsync(data, cancellationToken);
    }
}
