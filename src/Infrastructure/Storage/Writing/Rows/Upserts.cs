using Dashboard.Infrastructure.Storage.Model;

namespace Dashboard.Infrastructure.Storage.Writing.Rows;

/// <summary>The parts of an insert that SQLite and PostgreSQL write alike.</summary>
internal static class Upserts
{
    /// <summary>A row whose key, reference or idempotency key is stored already is left out.</summary>
    public const string IgnoreDuplicates = " ON CONFLICT DO NOTHING";

    public static string InsertInto(TableColumns columns) => $"INSERT INTO {columns.Table} ({NamesOf(columns.All)}) ";

    public static string NamesOf(IEnumerable<TableColumn> columns) => string.Join(", ", columns.Select(c => c.Name));

    /// <summary>A row whose key is stored already replaces the stored one.</summary>
    public static string Replace(TableColumns columns) =>
        $" ON CONFLICT ({columns.Key.Name}) DO UPDATE SET "
        + string.Join(", ", columns.All.Select(c => $"{c.Name} = excluded.{c.Name}"));

    /// <summary>As <see cref="Replace"/>, but no earlier state replaces a later one (<c>Alert.Supersedes</c>).</summary>
    public static string ReplaceEarlierAlert(TableColumns alerts)
    {
        var (reopened, count, status) = (
            alerts.Named(nameof(AlertRow.Reopened)).Name, alerts.Named(nameof(AlertRow.Count)).Name,
            alerts.Named(nameof(AlertRow.Status)).Name);
        var stored = alerts.Table;
        return Replace(alerts) + $" WHERE {stored}.{reopened} < excluded.{reopened} OR ({stored}.{reopened} = excluded.{reopened} "
            + $"AND {stored}.{count} <= excluded.{count} AND {stored}.{status} <= excluded.{status})";
    }
}
