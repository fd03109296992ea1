namespace Dashboard.Infrastructure.Replay.Rows.Fields;

/// <summary>Tables of values: what a text of the file means in a field. <c>""</c> stands for an empty text, <c>*</c> for any
/// other.</summary>
internal sealed class ValueTables(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> tables)
{
    private const string Other = "*";

    private static readonly string[] Fields = ["source", "account", "counterparty", "currency", "status", "failureReason", "sign"];

    private readonly Dictionary<string, Dictionary<string, string>> _tables = tables.ToDictionary(
        t => t.Key,
        t => t.Value.GroupBy(v => v.Key.Trim(), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.First().Value, StringComparer.OrdinalIgnoreCase));

    /// <summary>The meaning of a text; the text itself when the field has no table, or the table does not name it.</summary>
    public string? Translate(string field, string? text)
    {
        if (!_tables.TryGetValue(field, out var table)) return text;
        return table.TryGetValue(text ?? "", out var meaning) || table.TryGetValue(Other, out meaning)
            ? (meaning.Length > 0 ? meaning : null)
            : text;
    }

    /// <summary>True when the table of the field has this text, and not only <c>*</c>.</summary>
    public bool Names(string field, string? text) => _tables.TryGetValue(field, out var table) && table.ContainsKey(text ?? "");

    public static IEnumerable<string> Errors(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> tables)
    {
        foreach (var field in tables.Keys.Where(k => !Fields.Contains(k)))
            yield return $"values.{field} is no field; the fields with a table are {string.Join(", ", Fields)}";
        foreach (var (key, meaning) in Of(tables, "status"))
            if (!OutcomeField.IsStatus(meaning)) yield return $"values.status '{key}' must mean {OutcomeField.Statuses}";
        foreach (var (key, meaning) in Of(tables, "sign"))
            if (meaning is not ("+" or "-")) yield return $"values.sign '{key}' must mean + or -";
    }

    private static IEnumerable<KeyValuePair<string, string>> Of(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> tables, string field) =>
        tables.TryGetValue(field, out var table) ? table : [];
}
