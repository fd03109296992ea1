using Dashboard.Infrastructure.Storage.Model;
using Npgsql;
using NpgsqlTypes;

namespace Dashboard.Infrastructure.Storage.Writing.Rows;

/// <summary>The values of one column as an array for PostgreSQL.</summary>
/// <remarks>
/// A text is sent without its length: a value that is too long is then refused when it is stored. A cast to the declared type would cut
/// it.
/// </remarks>
internal static class PostgresArrays
{
    public static NpgsqlParameter Of(TableColumn column, IReadOnlyList<object> rows) => Type.GetTypeCode(column.ProviderType) switch
    {
        TypeCode.Int64 => Parameter<long?>(NpgsqlDbType.Bigint, column, rows),
        TypeCode.Int32 => Parameter<int?>(NpgsqlDbType.Integer, column, rows),
        TypeCode.Byte => Parameter<byte?>(NpgsqlDbType.Smallint, column, rows),
        TypeCode.Boolean => Parameter<bool?>(NpgsqlDbType.Boolean, column, rows),
        TypeCode.DateTime => Parameter<DateTime?>(NpgsqlDbType.TimestampTz, column, rows),
        TypeCode.String => Parameter<string?>(NpgsqlDbType.Text, column, rows),
        _ => Parameter<byte[]?>(NpgsqlDbType.Bytea, column, rows),
    };

    private static NpgsqlParameter<T[]> Parameter<T>(NpgsqlDbType type, TableColumn column, IReadOnlyList<object> rows)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
            if (column.ValueOf(rows[i]) is var value and not DBNull) values[i] = (T)value;
        return new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };
    }
}
