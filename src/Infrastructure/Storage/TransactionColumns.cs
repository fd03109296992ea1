using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Infrastructure.Storage;

/// <summary>The table of transactions as the model of a context has it, for statements that do not go through the change tracker.</summary>
internal sealed class TransactionColumns
{
    private static readonly ConcurrentDictionary<IModel, TransactionColumns> Known = [];

    private TransactionColumns(IModel model, ISqlGenerationHelper sql)
    {
        var type = model.FindEntityType(typeof(TransactionRow))!;
        Table = sql.DelimitIdentifier(type.GetTableName()!);
        All = [.. type.GetProperties().Select(p => new TransactionColumn(p, sql))];
        TransactionColumn Named(string property) => All.Single(c => c.Property.Name == property);
        Id = Named(nameof(TransactionRow.Id));
        Status = Named(nameof(TransactionRow.Status));
        Changing =
        [
            Status, Named(nameof(TransactionRow.FailureReason)), Named(nameof(TransactionRow.CompletedAt)), Named(nameof(TransactionRow.ProcessingMs)),
        ];
    }

    /// <summary>Name of the table, delimited.</summary>
    public string Table { get; }

    public IReadOnlyList<TransactionColumn> All { get; }

    public TransactionColumn Id { get; }

    public TransactionColumn Status { get; }

    /// <summary>What a transition changes, the status first; the sender's part of a row is never written again.</summary>
    public IReadOnlyList<TransactionColumn> Changing { get; }

    public static TransactionColumns Of(DashboardDbContext context) =>
        Known.GetOrAdd(context.Model, static (model, sql) => new TransactionColumns(model, sql), context.GetService<ISqlGenerationHelper>());
}

/// <summary>One column: its name, its type and how a value of a row gets there.</summary>
internal sealed class TransactionColumn(IProperty property, ISqlGenerationHelper sql)
{
    private readonly RelationalTypeMapping _mapping = property.GetRelationalTypeMapping();

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
    public object ValueOf(TransactionRow row)
    {
        var value = property.GetGetter().GetClrValue(row);
        return (value is null ? null : _mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
    }

    public DbParameter CreateParameter(DbCommand command, string name) => _mapping.CreateParameter(command, name, value: null, nullable: true);
}

internal static class DashboardDbContextCommands
{
    /// <summary>A command on the connection of a context, part of the transaction that it has open.</summary>
    public static DbCommand CreateCommand(this DashboardDbContext context)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }
}
