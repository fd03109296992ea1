using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Infrastructure.Storage;

/// <summary>The two statements that write transactions, made from the model and used again for every row of a commit.</summary>
/// <remarks>
/// A fifth of what the change tracker costs per row. The update is conditional: a state never replaces a later one, and an end never another,
/// whatever order they come in and whoever else writes.
/// </remarks>
internal sealed class TransactionStatements : IDisposable
{
    private readonly Statement _insert;
    private readonly Statement _advance;

    /// <param name="context">With an open transaction, which the statements are part of.</param>
    public TransactionStatements(DashboardDbContext context)
    {
        var type = context.Model.FindEntityType(typeof(TransactionRow))!;
        var sql = context.GetService<ISqlGenerationHelper>();
        var table = sql.DelimitIdentifier(type.GetTableName()!);
        string Column(string property) => sql.DelimitIdentifier(type.FindProperty(property)!.GetColumnName());

        var all = type.GetProperties().ToArray();
        _insert = new Statement(context, all, names =>
            $"INSERT INTO {table} ({string.Join(", ", all.Select(p => Column(p.Name)))}) VALUES ({string.Join(", ", names)})");

        // Only what a transition changes; the sender's part of the row is never written again.
        IProperty[] changed =
        [
            .. new[] { nameof(TransactionRow.Status), nameof(TransactionRow.FailureReason), nameof(TransactionRow.CompletedAt), nameof(TransactionRow.ProcessingMs), nameof(TransactionRow.Id) }
                .Select(p => type.FindProperty(p)!),
        ];
        _advance = new Statement(context, changed, names =>
            $"UPDATE {table} SET {string.Join(", ", changed.SkipLast(1).Select((p, i) => $"{Column(p.Name)} = {names[i]}"))} "
            + $"WHERE {Column(nameof(TransactionRow.Id))} = {names[^1]} AND {Column(nameof(TransactionRow.Status))} < 2 AND {Column(nameof(TransactionRow.Status))} <= {names[0]}");
    }

    public Task InsertAsync(TransactionRow row, CancellationToken cancellationToken) => _insert.ExecuteAsync(row, cancellationToken);

    /// <summary>Writes a later state; false when there is no such row or it is further already.</summary>
    public async Task<bool> AdvanceAsync(TransactionRow row, CancellationToken cancellationToken) =>
        await _advance.ExecuteAsync(row, cancellationToken) > 0;

    public void Dispose()
    {
        _insert.Dispose();
        _advance.Dispose();
    }

    private sealed class Statement : IDisposable
    {
        private readonly DbCommand _command;
        private readonly (IProperty Property, ValueConverterOf Convert)[] _values;

        public Statement(DashboardDbContext context, IReadOnlyList<IProperty> properties, Func<IReadOnlyList<string>, string> sql)
        {
            _command = context.Database.GetDbConnection().CreateCommand();
            _command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
            var names = properties.Select((_, i) => "@p" + i).ToList();
            _command.CommandText = sql(names);
            _values = new (IProperty, ValueConverterOf)[properties.Count];
            for (var i = 0; i < properties.Count; i++)
            {
                var mapping = properties[i].GetRelationalTypeMapping();
                _command.Parameters.Add(mapping.CreateParameter(_command, names[i], value: null, nullable: true));
                _values[i] = (properties[i], mapping.Converter is { } converter ? value => converter.ConvertToProvider(value) : value => value);
            }
        }

        private delegate object? ValueConverterOf(object? value);

        public Task<int> ExecuteAsync(TransactionRow row, CancellationToken cancellationToken)
        {
            for (var i = 0; i < _values.Length; i++)
            {
                var value = _values[i].Property.GetGetter().GetClrValue(row);
                _command.Parameters[i].Value = value is null ? DBNull.Value : _values[i].Convert(value);
            }

            return _command.ExecuteNonQueryAsync(cancellationToken);
        }

        public void Dispose() => _command.Dispose();
    }
}
