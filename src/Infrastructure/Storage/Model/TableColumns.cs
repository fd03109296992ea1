using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>A table as the model of a context has it, for statements that do not go through the change tracker.</summary>
internal sealed class TableColumns
{
    private static readonly ConcurrentDictionary<(IModel, Type), TableColumns> Known = [];

    private TableColumns(IEntityType type, ISqlGenerationHelper sql)
    {
        Table = sql.DelimitIdentifier(type.GetTableName()!);
        All = [.. type.GetProperties().Select(p => new TableColumn(p, sql))];
        Key = All.Single(c => c.Property.IsPrimaryKey());
    }

    /// <summary>Name of the table, delimited.</summary>
    public string Table { get; }

    public IReadOnlyList<TableColumn> All { get; }

    public TableColumn Key { get; }

    public static TableColumns Of<TRow>(DashboardDbContext context) =>
        Known.GetOrAdd((context.Model, typeof(TRow)), static (key, sql) => new TableColumns(key.Item1.FindEntityType(key.Item2)!, sql), context.GetService<ISqlGenerationHelper>());

    public TableColumn Named(string property) => All.Single(c => c.Property.Name == property);
}

/// <summary>The columns of a transaction that a transition is about.</summary>
internal sealed class StateColumns(TableColumns columns)
{
    public string Table => columns.Table;

    public TableColumn Id => columns.Key;

    public TableColumn Status { get; } = columns.Named(nameof(TransactionRow.Status));

    /// <summary>What a transition changes, the status first; the sender's part of a row is never written again.</summary>
    public IReadOnlyList<TableColumn> Changing { get; } =
    [
        columns.Named(nameof(TransactionRow.Status)), columns.Named(nameof(TransactionRow.FailureReason)),
        columns.Named(nameof(TransactionRow.CompletedAt)), columns.Named(nameof(TransactionRow.ProcessingMs)),
    ];
}

/// <summary>One column: its name, its type and how a value of a row gets there.</summary>
internal sealed class TableColumn(IProperty property, ISqlGenerationHelper sql)
{
    private readonly RelationalTypeMapping _mapping = property.GetRelationalTypeMapping();
    private readonly IClrPropertyGetter _getter = property.GetGetter();

    public IProperty Property => property;

    /// <summary>Delimited.</summary>
    public string Name { get; } = sql.DelimitIdentifier(property.GetColumnName());

    /// <summary>As it is declared, with length and precision.</summary>
    public string StoreType => _mapping.StoreType;

    /// <summary>The type that goes over the wire.</summary>
    public Type ProviderType
    {
        get
        {
            var type = _mapping.Converter?.ProviderClrType ?? property.ClrType;
            return Nullable.GetUnderlyingType(type) ?? type;
        }
    }

    /// <summary>The value as the provider takes it; <see cref="DBNull"/> for none.</summary>
    public object ValueOf(object row)
    {
        var value = _getter.GetClrValue(row);
        return (value is null ? null : _mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
    }

    public DbParameter CreateParameter(DbCommand command, string name) => _mapping.CreateParameter(command, name, value: null, nullable: true);
}
