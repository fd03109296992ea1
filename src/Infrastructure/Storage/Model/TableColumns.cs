using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>A table and its columns from the model of a context, for statements that do not go through the change tracker.</summary>
internal sealed class TableColumns
{
    private static readonly ConcurrentDictionary<(IModel, Type), TableColumns> Cache = [];

    private TableColumns(IEntityType type, ISqlGenerationHelper sql)
    {
        Table = sql.DelimitIdentifier(type.GetTableName()!);
        All = [.. type.GetProperties().Select(p => new TableColumn(p, sql))];
    }

    /// <summary>Name of the table, delimited.</summary>
    public string Table { get; }

    public IReadOnlyList<TableColumn> All { get; }

    /// <summary>Of a table whose key is one column.</summary>
    public TableColumn Key => All.Single(c => c.Property.IsPrimaryKey());

    public static TableColumns Of<TRow>(DashboardDbContext context) =>
        Cache.GetOrAdd(
            (context.Model, typeof(TRow)), static (key, sql) => new TableColumns(key.Item1.FindEntityType(key.Item2)!, sql),
            context.GetService<ISqlGenerationHelper>());

    public TableColumn Named(string property) => All.Single(c => c.Property.Name == property);
}

/// <summary>The columns of a transaction that a change of its status needs.</summary>
internal sealed class StateColumns(TableColumns columns)
{
    public string Table => columns.Table;

    public TableColumn Id => columns.Key;

    public TableColumn Status { get; } = columns.Named(nameof(TransactionRow.Status));

    /// <summary>
    /// The columns that a transition writes, the status first. The columns with the sender's data are never written again.
    /// </summary>
    public IReadOnlyList<TableColumn> Changing { get; } =
    [
        columns.Named(nameof(TransactionRow.Status)), columns.Named(nameof(TransactionRow.FailureReason)),
        columns.Named(nameof(TransactionRow.CompletedAt)), columns.Named(nameof(TransactionRow.ProcessingMs)),
    ];
}

/// <summary>One column: its name, its type and how to read its value from a row.</summary>
internal sealed class TableColumn(IProperty property, ISqlGenerationHelper sql)
{
    private readonly RelationalTypeMapping _mapping = property.GetRelationalTypeMapping();
    private readonly IClrPropertyGetter _getter = property.GetGetter();

    public IProperty Property => property;

    /// <summary>Delimited.</summary>
    public string Name { get; } = sql.DelimitIdentifier(property.GetColumnName());

    /// <summary>The declared type, with length and precision.</summary>
    public string StoreType => _mapping.StoreType;

    /// <summary>The type of the values that the provider gets.</summary>
    public Type ProviderType
    {
        get
        {
            var type = _mapping.Converter?.ProviderClrType ?? property.ClrType;
            return Nullable.GetUnderlyingType(type) ?? type;
        }
    }

    /// <summary>The value that the provider gets; <see cref="DBNull"/> for null.</summary>
    public object ValueOf(object row)
    {
        var value = _getter.GetClrValue(row);
        return (value is null ? null : _mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
    }
}
