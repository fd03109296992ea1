using System.Data;
using System.Text.Json;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Infrastructure.Storage;

/// <summary>New rows go by bulk copy straight into their table; later states in one statement, with the states as JSON beside it.</summary>
internal sealed class SqlServerRowWriter : RowWriter
{
    public static readonly SqlServerRowWriter Instance = new();

    /// <summary>Applies later states, given as an array of objects. Its count is that of the rows that moved.</summary>
    public static string ApplyStates(DashboardDbContext context)
    {
        var columns = TransactionColumns.Of(context);
        return $"UPDATE t SET {string.Join(", ", columns.Changing.Select(c => $"{c.Name} = s.{c.Name}"))} "
            + $"FROM {columns.Table} AS t INNER JOIN OPENJSON(@states) WITH ({string.Join(", ", Written(columns).Select(c => $"{c.Name} {c.StoreType} '$.{c.Property.GetColumnName()}'"))}) AS s "
            + $"ON t.{columns.Id.Name} = s.{columns.Id.Name} "
            + $"WHERE t.{columns.Status.Name} < 2 AND t.{columns.Status.Name} <= s.{columns.Status.Name}";
    }

    public override async Task InsertAsync(DashboardDbContext context, IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        var columns = TransactionColumns.Of(context);
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
    }

    public override async Task<IReadOnlyCollection<TransactionRow>> AdvanceAsync(
        DashboardDbContext context, IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken)
    {
        var columns = TransactionColumns.Of(context);
        await using var command = (SqlCommand)context.CreateCommand();
        command.CommandText = ApplyStates(context);
        var states = rows.Select(row => Written(columns).ToDictionary(c => c.Property.GetColumnName(), c => c.ValueOf(row) is var value and not DBNull ? value : null));
        command.Parameters.Add("@states", SqlDbType.NVarChar, size: -1).Value = JsonSerializer.Serialize(states);
        // Which of them did not move is looked up by whoever wants to know; it is rare.
        return await command.ExecuteNonQueryAsync(cancellationToken) == rows.Count ? [] : rows;
    }

    private static IEnumerable<TransactionColumn> Written(TransactionColumns columns) => [columns.Id, .. columns.Changing];
}
